import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';

/**
 * A wire between a process and a server, for this test file, that loses, holds and doubles what it carries.
 *
 * `target`: the address behind it, asked when somebody connects. Before each test it carries everything again.
 */
export function tcpProxy(target: () => string): TcpProxy {
  const proxy = new TcpProxy(target);
  beforeAll(() => proxy.open());
  beforeEach(() => proxy.heal());
  afterAll(() => proxy.close());
  return proxy;
}

export class TcpProxy {
  /** Every piece that was sent to the server, oldest first: a command of Redis or a statement of Postgres is one. */
  readonly sent: string[] = [];
  /** How many answers were lost since the test began. */
  lostAnswers = 0;
  readonly #target: () => string;
  readonly #server: Server = createServer(socket => this.#carry(socket));
  readonly #sockets = new Set<Socket>();
  #lost: string | undefined;
  #held: (() => void)[] | undefined;
  #doubles = false;

  constructor(target: () => string) {
    this.#target = target;
  }

  /** The target's address, by way of this wire; readable from beforeAll on. */
  get url(): string {
    const url = new URL(this.#target());
    url.hostname = '127.0.0.1';
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.href.replace(/\/$/, '');
  }

  /** Once: what contains these words arrives, and its answer is lost together with the connection. */
  loseAnswerTo(words: string): void {
    this.#lost = words;
  }

  /** From now on nothing arrives, until `release`. */
  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const send of held) send();
  }

  /** From now on everything arrives twice, the second time on a connection of its own. */
  double(): void {
    this.#doubles = true;
  }

  heal(): void {
    this.release();
    this.#lost = undefined;
    this.#doubles = false;
    this.sent.length = 0;
    this.lostAnswers = 0;
  }

  async open(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    return promise;
  }

  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    for (const socket of this.#sockets) socket.destroy();
    return promise;
  }

  #carry(client: Socket): void {
    const server = this.#connect();
    let loses = false;
    client.on('data', chunk => {
      const words = chunk.toString('latin1');
      this.sent.push(words);
      if (this.#lost !== undefined && words.includes(this.#lost)) {
        loses = true;
        this.#lost = undefined;
      }
      const send = () => {
        server.write(chunk);
        if (this.#doubles) this.#connect().end(chunk);
      };
      if (this.#held === undefined) send();
      else this.#held.push(send);
    });
    server.on('data', chunk => {
      if (!loses) return void client.write(chunk);
      this.lostAnswers += 1;
      client.resetAndDestroy();
    });
    this.#keep(client);
    client.once('close', () => server.destroy());
    server.once('close', () => client.destroy());
  }

  #connect(): Socket {
    const { hostname, port } = new URL(this.#target());
    const socket = connect(Number(port), hostname);
    socket.on('data', () => {}); // or an answer nobody reads would hold up its end
    return this.#keep(socket);
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.on('error', () => {}); // its other side sees it closed
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  }
}
