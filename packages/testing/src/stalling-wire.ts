import type { Socket } from 'node:net';
import { Wire } from './wire.ts';

/**
 * A wire that delivers late: what passes while it stalls is held, and all of it arrives on `resume`, in its order.
 *
 * This includes what a client sent before it disconnected: a statement whose caller has given up still takes effect.
 */
export class StallingWire {
  readonly #wire: Wire;
  #held: (() => void)[] | undefined;

  /** @param target the address behind it, asked at each connection */
  constructor(target: () => string) {
    this.#wire = new Wire(target, client => this.#carry(client));
  }

  /** The target's address, by way of this wire; readable while it is open. */
  get url(): string {
    return this.#wire.url;
  }

  /** From now on nothing arrives, in either direction. */
  stall(): void {
    this.#held ??= [];
  }

  /** Delivers what was held. */
  resume(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const deliver of held) deliver();
  }

  open(): Promise<void> {
    return this.#wire.open();
  }

  close(): Promise<void> {
    return this.#wire.close();
  }

  #carry(client: Socket): void {
    const server = this.#wire.connect();
    client.on('data', chunk => this.#pass(() => server.write(chunk)));
    server.on('data', chunk => this.#pass(() => client.write(chunk)));
    // The end of a connection is delivered as late as its data, and after it.
    client.once('close', () => this.#pass(() => server.end()));
    server.once('close', () => this.#pass(() => client.end()));
  }

  #pass(deliver: () => void): void {
    if (this.#held === undefined) deliver();
    else this.#held.push(deliver);
  }
}
