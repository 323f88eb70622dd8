import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const tricks = ['lose-request', 'lose-answer', 'double', 'delay', 'half-open'] as const;
type Trick = (typeof tricks)[number];

/** The share of requests that meet each trick; what is not named never does. */
export type Mood = Partial<Record<Trick, number>>;

/** Longer than a caller of the bank waits, so that a request arrives when its charge has long been settled. */
const LONGEST_DELAY_MS = 7000;

/** A request begins here; what follows on the connection is the rest of its body. */
const REQUEST_LINE = /^(?:GET|POST|PUT|PATCH|DELETE) /;

/** A wire to a service that loses, doubles, holds up and swallows what it carries, as a network does. */
export class FaultyWire {
  private readonly target: string;
  private readonly random: () => number;
  private mood: Mood = {};
  private readonly server = createServer(client => this.carry(client));
  private readonly sockets = new Set<Socket>();
  private readonly swallowing = new Set<Socket>();

  constructor(target: string, random: () => number) {
    this.target = target;
    this.random = random;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async open(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  become(mood: Mood): void {
    this.mood = mood;
  }

  /** What it swallowed is gone for good; what it holds up still arrives. */
  heal(): void {
    this.mood = {};
    for (const client of this.swallowing) client.resetAndDestroy();
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private carry(client: Socket): void {
    const server = this.connect();
    let sent = Promise.resolve();
    let losesAnswer = false;
    let swallows = false;
    client.on('data', chunk => {
      const trick = REQUEST_LINE.test(chunk.toString('latin1', 0, 8)) ? this.draw() : undefined;
      if (trick === 'half-open') {
        swallows = true;
        this.swallowing.add(client);
      }
      if (swallows) return;
      if (trick === 'lose-request') return void client.resetAndDestroy();
      if (trick === 'lose-answer') losesAnswer = true;
      if (trick === 'double') this.connect().end(chunk);
      const delayMs = trick === 'delay' ? Math.round(this.random() * LONGEST_DELAY_MS) : 0;
      sent = sent.then(async () => {
        if (delayMs > 0) await sleep(delayMs);
        server.write(chunk);
      });
    });
    server.on('data', chunk => {
      if (losesAnswer) return void client.resetAndDestroy();
      if (!swallows) client.write(chunk);
    });
    this.keep(client);
    // What was sent before its caller left is under way all the same.
    client.once('close', () => {
      this.swallowing.delete(client);
      void sent.then(() => server.end());
    });
    server.once('close', () => client.destroy());
  }

  private draw(): Trick | undefined {
    let drawn = this.random();
    return tricks.find(trick => (drawn -= this.mood[trick] ?? 0) < 0);
  }

  private connect(): Socket {
    const { hostname, port } = new URL(this.target);
    const socket = connect(Number(port), hostname);
    socket.on('data', () => {}); // or an answer nobody reads would hold up its end
    return this.keep(socket);
  }

  private keep(socket: Socket): Socket {
    this.sockets.add(socket);
    socket.on('error', () => {}); // its other side sees it closed
    socket.once('close', () => this.sockets.delete(socket));
    return socket;
  }
}
