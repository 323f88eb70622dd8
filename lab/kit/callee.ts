import { Agent, createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a callee does with one request. */
export type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

export const answers: Behaviour = response => void response.writeHead(200).end();
export const fails: Behaviour = response => void response.writeHead(503).end();
/** Accepts and never says a word. */
export const hangs: Behaviour = () => {};

/** A service on loopback, with real sockets, that counts what it is asked. */
export interface Callee extends AsyncDisposable {
  readonly url: string;
  /** Requests so far, answered or not. */
  readonly asked: number;
  /** Behaves otherwise from the next request on. */
  does(behaviour: Behaviour): void;
  /** One request; rejects unless it is answered with success. Quicker than fetch: a hundred at once are in time for each other. */
  ask(signal: AbortSignal, path?: string): Promise<void>;
}

/** Opens a callee on a free port. Disposed of, it cuts its connections and refuses new ones. */
export async function openCallee(behaviour: Behaviour): Promise<Callee> {
  let asked = 0;
  const agent = new Agent({ keepAlive: true });
  const server = createServer((request, response) => {
    asked += 1;
    request.resume();
    behaviour(response, request);
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(0, '127.0.0.1', 2048, resolve);
  await promise;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    get asked() {
      return asked;
    },
    does(another) {
      behaviour = another;
    },
    ask: (signal, path = '/') =>
      new Promise((succeed, fail) => {
        const request = get(url + path, { agent, signal }, response => {
          const { statusCode = 0 } = response;
          response.resume().once('error', fail);
          response.once('end', () =>
            statusCode < 300 ? succeed() : fail(new Error(`the callee answered ${statusCode}`)),
          );
        });
        request.once('error', fail);
      }),
    async [Symbol.asyncDispose]() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      agent.destroy();
      await closed.promise;
    },
  };
}
