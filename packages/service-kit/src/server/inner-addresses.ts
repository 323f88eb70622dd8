import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { checkOpsToken } from '../ops/ops-only.ts';
import type { Closeable } from './stop.ts';

/** Routes that describe the inside of a service. Only `/health/live` and `/health/ready` need no token. */
const INNER = new Set(['/metrics', '/openapi.json', '/health/details']);

interface Inner {
  opsToken: string;
  /** A port for programs of the same network, such as Prometheus, which send no token. */
  innerPort: number | null;
}

/** Hides inner addresses (404) where browsers come in: from callers without the ops token, unless they come by the inner port. */
export function hideInnerAddresses(fastify: FastifyInstance, { opsToken, innerPort }: Inner): void {
  fastify.addHook('onRequest', async ({ routeOptions, socket, headers }) => {
    if (!INNER.has(routeOptions.url ?? '')) return;
    if (socket.localPort === innerPort) return;
    checkOpsToken(opsToken, headers.authorization);
  });
}

/** Answers on a second port as on the first. Returns how to end it. */
export async function listenInside(fastify: FastifyInstance, port: number, host: string): Promise<Closeable> {
  const pass = (request: IncomingMessage, response: ServerResponse) =>
    fastify.server.emit('request', request, response);
  const server = createServer(pass).on('checkExpectation', pass);
  server.listen(port, host);
  await once(server, 'listening'); // rejects with the error where the port is taken
  return () => server.close();
}
