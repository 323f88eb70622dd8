import type { Socket } from 'node:net';
import { Wire } from './wire.ts';

/** A wire that loses, holds and doubles what it carries, when it is told to. */
export class LossyWire {
  /** Every piece that was sent to the server, oldest first: a command of Redis or a statement of Postgres is one. */
  readonly sent: string[] = [];
  /** How many answers were lost since it was healed. */
  lostAnswers = 0;
  readonly #wire: Wire;
  #lost: string | undefined;
  #lostRequest: string | undefined;
  #held: (() => void)[] | undefined;
  #holdsFrom: string | undefined;
  #holdsAfter: string | undefined;
  #doubles = false;

  /** @param target the address behind it, asked when somebody connects */
  constructor(target: () => string) {
    this.#wire = new Wire(target, client => this.#carry(client));
  }

  /** The target's address, by way of this wire; readable while it is open. */
  get url(): string {
    return this.#wire.url;
  }

  /** Once: what contains these words arrives, and its answer is lost together with the connection. */
  loseAnswerTo(words: string): void {
    this.#lost = words;
  }

  /** Once: what contains these words never arrives, and its connection breaks. */
  loseRequest(words: string): void {
    this.#lostRequest = words;
  }

  /** From now on nothing arrives, until `release`; then all of it does, also what was sent by clients that have left. */
  hold(): void {
    this.#held ??= [];
  }

  /** Holds from the first piece on that contains these words. */
  holdFrom(words: string): void {
    this.#holdsFrom = words;
  }

  /** Holds from the piece on that follows these words on their connection: the next statement of that transaction. */
  holdAfter(words: string): void {
    this.#holdsAfter = words;
  }

  /** What was held never arrives. */
  forget(): void {
    this.#held = [];
    this.release();
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    this.#holdsFrom = undefined;
    this.#holdsAfter = undefined;
    for (const send of held) send();
  }

  /** From now on everything arrives twice, the second time on a connection of its own. */
  double(): void {
    this.#doubles = true;
  }

  heal(): void {
    this.release();
    this.#lost = undefined;
    this.#lostRequest = undefined;
    this.#doubles = false;
    this.sent.length = 0;
    this.lostAnswers = 0;
  }

  open(): Promise<void> {
    return this.#wire.open();
  }

  close(): Promise<void> {
    return this.#wire.close();
  }

  #carry(client: Socket): void {
    const server = this.#wire.connect();
    let loses = false;
    let isNext = false;
    client.on('data', chunk => {
      const words = chunk.toString('latin1');
      this.sent.push(words);
      if (this.#lost !== undefined && words.includes(this.#lost)) {
        loses = true;
        this.#lost = undefined;
      }
      if (this.#lostRequest !== undefined && words.includes(this.#lostRequest)) {
        this.#lostRequest = undefined;
        return void client.resetAndDestroy();
      }
      if (isNext || (this.#holdsFrom !== undefined && words.includes(this.#holdsFrom))) this.hold();
      isNext = this.#holdsAfter !== undefined && words.includes(this.#holdsAfter);
      const send = () => {
        server.write(chunk);
        if (this.#doubles) this.#wire.connect().end(chunk);
      };
      if (this.#held === undefined) send();
      else this.#held.push(send);
    });
    server.on('data', chunk => {
      if (!loses) return void client.write(chunk);
      this.lostAnswers += 1;
      client.resetAndDestroy();
    });
    client.once('close', () => {
      if (this.#held === undefined) server.destroy();
      else this.#held.push(() => server.end()); // after what it has sent
    });
    server.once('close', () => client.destroy());
  }
}
