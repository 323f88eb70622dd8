import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * A TCP listener in front of a server. Each connection of a client is passed to `carry`; closing the wire ends every connection
 * on both sides.
 */
export class Wire {
  readonly #target: () => string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  /** @param target the address behind it, read at each connection */
  constructor(target: () => string, carry: (client: Socket) => void) {
    this.#target = target;
    this.#server = createServer(client => carry(this.#keep(client)));
  }

  /** The target's address, by way of this wire; readable while it is open. */
  get url(): string {
    const url = new URL(this.#target());
    url.hostname = '127.0.0.1';
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.href.replace(/\/$/, '');
  }

  async open(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  /** A connection of its own to the target. */
  connect(): Socket {
    const { hostname, port } = new URL(this.#target());
    const socket = connect(Number(port), hostname);
    socket.on('data', () => {}); // an answer that is not read would delay the end of the connection
    return this.#keep(socket);
  }

  /** Ends every connection with a reset, as a machine does that was switched off and on. */
  reset(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    for (const socket of this.#sockets) socket.destroy();
    return promise;
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.on('error', () => {}); // its other side sees it closed
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  }
}
