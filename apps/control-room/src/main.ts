import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SECOND } from '@watertight/resilience';
import { onlyOurOwnForms, runService } from '@watertight/service-kit';
import { serveTraces, TraceStore } from '@watertight/trace-store';
import type { FastifyInstance } from 'fastify';
import { config } from './config.ts';
import { ControlRoomModule } from './control-room.module.ts';
import { guardButtons } from './guard-buttons.ts';
import { requireLogin } from './login.ts';
import { roomKey } from './room-key.ts';
import { problemPage, sheets } from './screen/page.ts';

/** A page loads its own style sheets and script, and nothing from another origin. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const assets = {
  ...sheets,
  '/icon.svg': 'image/svg+xml',
  '/live.js': 'text/javascript; charset=utf-8',
};

/** Serves the style sheets, the icon and the script; each is read once. */
function serveAssets(fastify: FastifyInstance): void {
  for (const [path, type] of Object.entries(assets)) {
    const content = readFileSync(new URL(`../assets${path}`, import.meta.url));
    fastify.get(path, (_, reply) => reply.type(type).header('cache-control', 'no-cache').send(content));
  }
}

await runService(ControlRoomModule, config, {
  public: true,
  heartbeatMs: 1 * SECOND,
  problemPage,
  extend: (fastify, app, logger) => {
    fastify.addHook('onSend', (_, reply, payload, done) => {
      void reply.headers({
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
        // Not `no-referrer`: the answer of a form leads back to what was selected on the page it was sent from.
        'referrer-policy': 'same-origin',
      });
      done(null, payload);
    });
    requireLogin(fastify, {
      key: roomKey,
      origin: config.url ?? `http://localhost:${config.port}`,
      open: Object.keys(assets),
      writeLink:
        config.roomKey === null
          ? link => logger.info({ link }, 'the control room opens by this link, once')
          : undefined,
    });
    guardButtons(fastify, {
      isReadOnly: config.buttons === 'off',
      log: (fields, message) => logger.info(fields, message),
    });
    onlyOurOwnForms(fastify, { programs: /^\/v1\/traces$/ });
    serveAssets(fastify);
    serveTraces(fastify, app.get(TraceStore), config.tracesToken ?? randomUUID());
  },
});
