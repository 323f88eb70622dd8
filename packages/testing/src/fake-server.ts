import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { answer, type Answer, type SeenRequest } from './answer.ts';

export type Handler = (request: SeenRequest) => Answer;

/**
 * A server on loopback that plays another service, with real sockets, while this file's tests run.
 *
 * Before each test it is open, has seen nothing and answers by `handler` again. Unless told otherwise: `200 {}`.
 */
export function fakeServer(handler: Handler = () => answer.json({})): FakeServer {
  const server = new FakeServer(handler);
  beforeAll(() => server.open());
  beforeEach(async () => {
    await server.open();
    server.does(handler);
    server.requests.length = 0;
  });
  afterAll(() => server.close());
  return server;
}

export class FakeServer {
  /** Every request since the test began, in order of arrival. */
  readonly requests: SeenRequest[] = [];
  readonly #sockets = new Set<Socket>();
  #handler: Handler;
  #server: Server | undefined;
  #port = 0;

  constructor(handler: Handler) {
    this.#handler = handler;
  }

  /** `http://127.0.0.1:<port>`; the port stays the same when the server is closed and opened again. */
  get url(): string {
    if (this.#port === 0) throw new Error('a fake server has its url from beforeAll on: read it inside a test');
    return `http://127.0.0.1:${this.#port}`;
  }

  /** How many connections its callers hold open right now. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** Answers by another handler from the next request on. */
  does(handler: Handler): void {
    this.#handler = handler;
  }

  /** Accepts connections, again if it was closed. */
  async open(): Promise<void> {
    if (this.#server) return;
    const server = createServer((request, response) => {
      receive(request).then(
        seen => {
          this.requests.push(seen);
          this.#handler(seen)(response);
        },
        () => response.destroy(), // the caller left before its body was here
      );
    });
    server.on('connection', socket => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#server = server;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server.once('error', reject).listen(this.#port, '127.0.0.1', resolve);
    await promise;
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Cuts all connections and refuses new ones. */
  async close(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    server.close(() => resolve());
    for (const socket of this.#sockets) socket.destroy();
    await promise;
  }
}

async function receive(request: IncomingMessage): Promise<SeenRequest> {
  const { method = '', url: path = '', headers } = request;
  return { method, path, headers, body: await text(request) };
}
