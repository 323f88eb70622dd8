import { ShopError } from '@watertight/service-kit';
import type { FastifyInstance } from 'fastify';

/** Programs have a token, or send what no page of a browser can read; inside a network they use other names. */
const FOR_PROGRAMS = /^\/(ops\/|health\/|metrics$|openapi\.json$|v1\/traces$)/;

/**
 * Answers browsers only under the names of `ALLOWED_HOSTS`.
 *
 * The name of another site may point here (DNS rebinding): for the browser its page is then of this origin, and could
 * read the screen and press every button on it.
 */
export function onlyKnownHosts(fastify: FastifyInstance, hosts: readonly string[]): void {
  fastify.addHook('onRequest', ({ url, headers: { host = '' } }, _, done) => {
    done(FOR_PROGRAMS.test(url) || hosts.includes(nameOf(host)) ? undefined : new UnknownHostError());
  });
}

function nameOf(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
}

/** 421 (RFC 9110, section 15.5.20). */
class UnknownHostError extends ShopError {
  constructor() {
    super(
      'The control room is not known by this name. Open it by http://localhost:8081, or add the name to ALLOWED_HOSTS.',
      {
        code: 'unknown-host',
        status: 421,
      },
    );
  }
}
