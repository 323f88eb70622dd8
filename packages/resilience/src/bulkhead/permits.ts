import type { Call, Stoppable } from '../call.ts';
import { BulkheadFullError, DeadlinePassedError } from '../errors.ts';
import { type Queueable, Queue } from './queue.ts';

/** How many calls may run and wait. Read for each call, because the limits change at run time. */
export interface PermitLimits {
  readonly running: number;
  readonly waiting: number;
}

/** A counter and one FIFO queue. */
export class Permits {
  running = 0;
  readonly #size: PermitLimits;
  readonly #queue = new Queue<Waiter>();

  constructor(size: PermitLimits) {
    this.#size = size;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** Returns undefined when a permit was free, else the promise of one. Each permit is released exactly once. */
  acquire(call: Call, maxWaitMs: number): Promise<void> | undefined {
    // A new call never overtakes a waiting one: a released permit goes to the queue at once, so a free one means an empty queue.
    if (this.running < this.#size.running) {
      this.running++;
      return undefined;
    }
    if (this.#queue.length >= this.#size.waiting) return Promise.reject(call.refuse(fullError(call, this)));
    return new Promise((resolve, reject) => new Waiter(call, this, this.#queue, resolve, reject).wait(maxWaitMs));
  }

  release(): void {
    this.running--;
    this.admitWaiting();
  }

  /** Admits calls from the front of the queue while there are permits: after a release, or after the limits changed. */
  admitWaiting(): void {
    for (let { first } = this.#queue; first !== null && this.running < this.#size.running; first = this.#queue.first) {
      this.running++;
      first.admit();
    }
  }
}

/** A call in the queue. Whatever ends its wait, it leaves the queue and clears its timer at once. */
class Waiter implements Queueable<Waiter>, Stoppable {
  before: Waiter | null = null;
  after: Waiter | null = null;
  readonly #call: Call;
  readonly #permits: Permits;
  readonly #queue: Queue<Waiter>;
  readonly #resolve: () => void;
  readonly #reject: (error: unknown) => void;
  readonly #sinceMs: number;
  #timer: unknown = null;

  constructor(
    call: Call,
    permits: Permits,
    queue: Queue<Waiter>,
    resolve: () => void,
    reject: (error: unknown) => void,
  ) {
    this.#call = call;
    this.#permits = permits;
    this.#queue = queue;
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
    this.#queue.add(this);
    this.#call.waitAt(this);
  }

  admit(): void {
    this.#leave();
    this.#resolve();
  }

  passMaxWait(): void {
    const error = this.#call.refuse(fullError(this.#call, this.#permits));
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
    this.#queue.remove(this);
    clock.clearTimeout(this.#timer);
    this.#call.waitAt(null);
    this.#call.queuedMs += clock.now() - this.#sinceMs;
  }
}

function fullError(call: Call, permits: Permits): BulkheadFullError {
  return new BulkheadFullError(call.facts, permits);
}

function passMaxWait(waiter: Waiter): void {
  waiter.passMaxWait();
}

function passDeadline(waiter: Waiter): void {
  waiter.passDeadline();
}
