import type { FastifyInstance } from 'fastify';
import type { CurrentState } from './state.ts';

/** Whoever has pressed a button is led back to a screen that knows of it. */
export function freshAfterPress(fastify: FastifyInstance, state: CurrentState): void {
  fastify.addHook('onSend', (_, reply, payload, done) => {
    if (reply.statusCode === 303) state.forget();
    done(null, payload);
  });
}
