import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

/**
 * Our own sheet, pictures and forms, and nothing else: no script, no frame, no other site.
 *
 * `connect-src` is for Lighthouse, which reads robots.txt under the policy of the page; no script is there to use it.
 */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** What every answer carries, errors included. */
export function setAnswerHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (_, reply, done) => {
    void reply.headers({
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      // Not `no-referrer`: browsers would send `Origin: null` with our own forms.
      'referrer-policy': 'same-origin',
    });
    done();
  });
}

/** Compresses pages as they stream: each part leaves when it is ready, and is not held back for a better ratio. */
export async function compressPages(fastify: FastifyInstance): Promise<void> {
  await fastify.register(compress, {
    global: true,
    encodings: ['br', 'gzip'],
    zlibOptions: { flush: constants.Z_SYNC_FLUSH, level: 6 },
    brotliOptions: {
      flush: constants.BROTLI_OPERATION_FLUSH,
      // A window of 128 kB holds a whole page; the default of 4 MB would be allocated for each, and freed late.
      params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 17 },
    },
  });
}
