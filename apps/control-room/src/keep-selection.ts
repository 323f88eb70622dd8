import type { FastifyInstance } from 'fastify';
import { nameOf, selectionOf } from './screen/selected.ts';

/** Whoever presses a button comes back to what they had selected: it stands in the address they came from. */
export function keepSelection(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const location = reply.getHeader('location');
    const at = atOf(request.headers.referer);
    if (reply.statusCode === 303 && at !== undefined && typeof location === 'string')
      void reply.header('location', location.replace(/^\//, `/?at=${at}`));
    done(null, payload);
  });
}

/** Only what a selection may be is ever written back. */
function atOf(referer: string | undefined): string | undefined {
  const at = referer !== undefined && URL.canParse(referer) ? new URL(referer).searchParams.get('at') : null;
  return at === null ? undefined : nameOf(selectionOf(at));
}
