import type { Call, Stoppable } from '../call.ts';
import { BulkheadFullError, DeadlinePassedError } from '../errors.ts';
import { type InLine, Line } from './queue.ts';

/** How many may run and wait; read anew each time, so that it may change at any moment. */
export interface SeatsSize {
  readonly running: number;
  readonly waiting: number;
}

/** A number of seats and one line before them: first in, first out. */
export class Seats {
  running = 0;
  readonly #size: SeatsSize;
  readonly #line = new Line<Waiter>();

  constructor(size: SeatsSize) {
    this.#size = size;
  }

  get waiting(): number {
    return this.#line.length;
  }

  /** Undefined when a seat was free; else what to await. Each seat taken is given back exactly once. */
  take(call: Call, maxWaitMs: number): Promise<void> | undefined {
    // Nobody is overtaken: whoever gives a seat up fills it at once, so a free one means that nobody waits.
    if (this.running < this.#size.running) {
      this.running++;
      return undefined;
    }
    if (this.#line.length >= this.#size.waiting) return Promise.reject(call.refuse(fullError(call, this)));
    return new Promise((resolve, reject) => new Waiter(call, this, this.#line, resolve, reject).wait(maxWaitMs));
  }

  give(): void {
    this.running--;
    this.fill();
  }

  /** Seats the first of the line while there is room: after a seat came free or the size changed. */
  fill(): void {
    for (let { first } = this.#line; first !== null && this.running < this.#size.running; first = this.#line.first) {
      this.running++;
      first.sitDown();
    }
  }
}

/** A call in the line. Whatever ends its wait, it leaves the line and its timer at once. */
class Waiter implements InLine<Waiter>, Stoppable {
  before: Waiter | null = null;
  after: Waiter | null = null;
  readonly #call: Call;
  readonly #seats: Seats;
  readonly #line: Line<Waiter>;
  readonly #resolve: () => void;
  readonly #reject: (error: unknown) => void;
  readonly #sinceMs: number;
  #timer: unknown = null;

  constructor(call: Call, seats: Seats, line: Line<Waiter>, resolve: () => void, reject: (error: unknown) => void) {
    this.#call = call;
    this.#seats = seats;
    this.#line = line;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#sinceMs = call.context.clock.now();
  }

  wait(maxWaitMs: number): void {
    const { clock } = this.#call.context;
    const remainingMs = this.#call.remainingMs();
    this.#timer =
      remainingMs < maxWaitMs
        ? clock.setTimeout(passDeadline, remainingMs, this)
        : clock.setTimeout(passMaxWait, maxWaitMs, this);
    this.#line.join(this);
    this.#call.waitAt(this);
  }

  sitDown(): void {
    this.#leave();
    this.#resolve();
  }

  passMaxWait(): void {
    const error = this.#call.refuse(fullError(this.#call, this.#seats));
    this.stop(error);
  }

  passDeadline(): void {
    this.stop(this.#call.refuse(new DeadlinePassedError(this.#call.facts)));
  }

  stop(reason: unknown): void {
    this.#leave();
    this.#reject(reason);
  }

  #leave(): void {
    const { clock } = this.#call.context;
    this.#line.leave(this);
    clock.clearTimeout(this.#timer);
    this.#call.waitAt(null);
    this.#call.queuedMs += clock.now() - this.#sinceMs;
  }
}

function fullError(call: Call, seats: Seats): BulkheadFullError {
  return new BulkheadFullError(call.facts, seats);
}

function passMaxWait(waiter: Waiter): void {
  waiter.passMaxWait();
}

function passDeadline(waiter: Waiter): void {
  waiter.passDeadline();
}
