import { ShopError } from '@watertight/service-kit';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** `/ops` has a token and spans have one; neither is a button. */
const OF_PROGRAMS = /^\/(ops\/|v1\/traces$)/;

interface Options {
  /** No button has an effect. */
  isReadOnly: boolean;
  /** Receives a line for each button that was pressed, refused ones too. */
  log: (fields: object, message: string) => void;
}

/** Writes an audit line for each button of the control room, and refuses all of them where it is read-only. */
export function guardButtons(fastify: FastifyInstance, { isReadOnly, log }: Options): void {
  fastify.addHook('onRequest', (request, _, done) => {
    done(isReadOnly && isButton(request) ? new ReadOnlyError() : undefined);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    if (isButton(request)) {
      const { method, url, ip, headers } = request;
      log(
        { event: 'button', method, path: url, from: ip, agent: headers['user-agent'], status: reply.statusCode },
        'a button was pressed',
      );
    }
    done();
  });
}

const isButton = ({ method, url }: FastifyRequest) => method !== 'GET' && method !== 'HEAD' && !OF_PROGRAMS.test(url);

class ReadOnlyError extends ShopError {
  constructor() {
    super('This control room is read-only, because NODE_ENV is "production". BUTTONS=on lets it act on the shop.', {
      code: 'read-only',
      status: 403,
    });
  }
}
