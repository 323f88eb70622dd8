import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Wire } from './wire.ts';

const faults = ['lose-request', 'lose-answer', 'double', 'delay', 'half-open'] as const;
type Fault = (typeof faults)[number];

/** The share of HTTP requests that meet each fault; a fault that is not named never happens. */
export type FaultProfile = Partial<Record<Fault, number>>;

/** Longer than a caller of the bank waits, so that a request arrives when its charge has long been settled. */
const LONGEST_DELAY_MS = 7000;

/** An HTTP request begins here; what follows on the connection is the rest of its body. */
const REQUEST_LINE = /^(?:GET|POST|PUT|PATCH|DELETE) /;

interface Options {
  /** Draws the faults of a profile. Default `Math.random`. */
  random?: () => number;
  /** Keeps every piece that was sent, in `sent`. Default false. */
  keepsSent?: boolean;
}

/** A fault of one piece, by what it contains; each happens once. */
interface Rules {
  loseAnswerTo?: string;
  loseRequest?: string;
  holdFrom?: string;
  holdAfter?: string;
}

/** What one connection carries from here on. */
interface Connection {
  client: Socket;
  losesAnswer: boolean;
  swallows: boolean;
  holdsNext: boolean;
}

/** A wire to a server that loses, delays, holds, doubles and swallows traffic, as a network does. A new wire does none of it. */
export class FaultyWire {
  /** Every piece that was sent to the server, oldest first: a command of Redis or a statement of Postgres is one. */
  readonly sent: string[] = [];
  /** How many answers were lost since it was healed. */
  lostAnswers = 0;
  readonly #wire: Wire;
  readonly #random: () => number;
  readonly #keepsSent: boolean;
  readonly #swallowing = new Set<Socket>();
  #rules: Rules = {};
  #profile: FaultProfile = {};
  #delayMs = 0;
  #refuses = false;
  #doubles = false;
  #held: (() => void)[] | undefined;
  #holdsAnswers = false;

  /** @param target the address behind it, read at each connection */
  constructor(target: () => string, { random = Math.random, keepsSent = false }: Options = {}) {
    this.#wire = new Wire(target, client => this.#carry(client));
    this.#random = random;
    this.#keepsSent = keepsSent;
  }

  /** The target's address, by way of this wire; readable while it is open. */
  get url(): string {
    return this.#wire.url;
  }

  open(): Promise<void> {
    return this.#wire.open();
  }

  close(): Promise<void> {
    return this.#wire.close();
  }

  /** Once: what contains this text arrives, and its answer is lost together with the connection. */
  loseAnswerTo(text: string): void {
    this.#rules.loseAnswerTo = text;
  }

  /** Once: what contains this text never arrives, and its connection breaks. */
  loseRequest(text: string): void {
    this.#rules.loseRequest = text;
  }

  /** From now on requests do not arrive, until `release`; then all of them do, also those of clients that have disconnected. */
  hold(): void {
    this.#held ??= [];
  }

  /** Holds from the first piece on that contains this text. */
  holdFrom(text: string): void {
    this.#rules.holdFrom = text;
  }

  /** Holds from the piece on that follows this text on its connection: the next statement of that transaction. */
  holdAfter(text: string): void {
    this.#rules.holdAfter = text;
  }

  /** From now on nothing arrives in either direction, until `release`. */
  stall(): void {
    this.hold();
    this.#holdsAnswers = true;
  }

  /** Delivers what was held, in its order. */
  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    this.#holdsAnswers = false;
    delete this.#rules.holdFrom;
    delete this.#rules.holdAfter;
    for (const deliver of held) deliver();
  }

  /** Drops what was held. */
  forget(): void {
    this.#held = [];
    this.release();
  }

  /** From now on every request arrives twice, the second time on a connection of its own. */
  double(): void {
    this.#doubles = true;
  }

  /** From now on each piece takes so long, in both directions. */
  delay(delayMs: number): void {
    this.#delayMs = delayMs;
  }

  /** Resets every connection, and from now on each new one. */
  refuse(): void {
    this.#refuses = true;
    this.#wire.reset();
  }

  /** From now on HTTP requests meet faults with these shares. */
  setFaults(profile: FaultProfile): void {
    this.#profile = profile;
  }

  /** Ends all faults. What was swallowed is lost; what is held or delayed still arrives. */
  heal(): void {
    this.release();
    this.#rules = {};
    this.#profile = {};
    this.#delayMs = 0;
    this.#refuses = false;
    this.#doubles = false;
    for (const client of this.#swallowing) client.resetAndDestroy();
    this.sent.length = 0;
    this.lostAnswers = 0;
  }

  #carry(client: Socket): void {
    if (this.#refuses) return void client.resetAndDestroy();
    const server = this.#wire.connect();
    const connection: Connection = { client, losesAnswer: false, swallows: false, holdsNext: false };
    const [toServer, toClient] = [this.#lane(false), this.#lane(true)];
    client.on('data', chunk => {
      const fault = this.#faultOf(chunk.toString('latin1'), connection);
      if (connection.swallows) return;
      if (fault === 'lose-request') return void client.resetAndDestroy();
      const delayMs = fault === 'delay' ? Math.round(this.#random() * LONGEST_DELAY_MS) : this.#delayMs;
      toServer(delayMs, () => {
        server.write(chunk);
        if (fault === 'double' || this.#doubles) this.#wire.connect().end(chunk);
      });
    });
    server.on('data', chunk => {
      if (connection.losesAnswer) {
        this.lostAnswers += 1;
        client.resetAndDestroy();
      } else if (!connection.swallows) toClient(this.#delayMs, () => client.write(chunk));
    });
    // The end of a connection is delivered like its data, and after it: what a client sent before it disconnected still arrives.
    client.once('close', () => {
      this.#swallowing.delete(client);
      toServer(0, () => server.end());
    });
    server.once('close', () => toClient(0, () => client.end()));
  }

  /** Delivers the pieces of one direction in their order: each after the one before it, after its delay, and unless it is held. */
  #lane(isAnswer: boolean): (delayMs: number, deliver: () => void) => void {
    let before = Promise.resolve();
    return (delayMs, deliver) => {
      before = before.then(async () => {
        if (delayMs > 0) await sleep(delayMs, undefined, { ref: false });
        if (this.#held !== undefined && (!isAnswer || this.#holdsAnswers)) this.#held.push(deliver);
        else deliver();
      });
    };
  }

  /** Notes what a piece means for its connection; returns what happens to the piece itself. */
  #faultOf(text: string, connection: Connection): Fault | undefined {
    if (this.#keepsSent) this.sent.push(text);
    if (connection.holdsNext || this.#matches('holdFrom', text)) this.hold();
    connection.holdsNext = this.#matches('holdAfter', text);
    const fault = this.#onceFault(text) ?? (REQUEST_LINE.test(text) ? this.#drawFault() : undefined);
    if (fault === 'lose-answer') connection.losesAnswer = true;
    if (fault === 'half-open') {
      connection.swallows = true;
      this.#swallowing.add(connection.client);
    }
    return fault;
  }

  #onceFault(text: string): Fault | undefined {
    if (this.#matches('loseRequest', text)) {
      delete this.#rules.loseRequest;
      return 'lose-request';
    }
    if (!this.#matches('loseAnswerTo', text)) return undefined;
    delete this.#rules.loseAnswerTo;
    return 'lose-answer';
  }

  #matches(rule: keyof Rules, text: string): boolean {
    const wanted = this.#rules[rule];
    return wanted !== undefined && text.includes(wanted);
  }

  #drawFault(): Fault | undefined {
    let drawn = this.#random();
    return faults.find(fault => (drawn -= this.#profile[fault] ?? 0) < 0);
  }
}
