import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Wire } from '@watertight/testing/processes';

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
  private readonly wire: Wire;
  private readonly random: () => number;
  private mood: Mood = {};
  private readonly swallowing = new Set<Socket>();

  constructor(target: string, random: () => number) {
    this.wire = new Wire(
      () => target,
      client => this.carry(client),
    );
    this.random = random;
  }

  get url(): string {
    return this.wire.url;
  }

  async open(): Promise<this> {
    await this.wire.open();
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

  close(): Promise<void> {
    return this.wire.close();
  }

  private carry(client: Socket): void {
    const server = this.wire.connect();
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
      if (trick === 'double') this.wire.connect().end(chunk);
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
}
