import { SECOND } from '@watertight/resilience';
import { onlyOurOwnForms, runService } from '@watertight/service-kit';
import { serveTraces, TraceStore } from '@watertight/trace-store';
import { serveAssets } from './assets.ts';
import { config } from './config.ts';
import { ControlRoomModule } from './control-room.module.ts';
import { onlyKnownHosts } from './only-known-hosts.ts';
import { problemPage } from './problem-page.ts';

/** The page's own sheet and script, and nothing from anywhere else. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

await runService(ControlRoomModule, config, {
  public: true,
  heartbeatMs: 1 * SECOND,
  problemPage,
  extend: (fastify, app) => {
    fastify.addHook('onSend', (_, reply, payload, done) => {
      void reply.headers({
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
        // Not `no-referrer`: the answer of a form leads back to what was selected on the page it was sent from.
        'referrer-policy': 'same-origin',
      });
      done(null, payload);
    });
    onlyKnownHosts(fastify, config.allowedHosts.split(','));
    onlyOurOwnForms(fastify, { programs: /^\/v1\/traces$/ });
    serveAssets(fastify);
    serveTraces(fastify, app.get(TraceStore));
  },
});
