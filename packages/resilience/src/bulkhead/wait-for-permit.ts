import type { Call, Stoppable } from '../call.ts';
import { BulkheadFullError, DeadlinePassedError } from '../errors.ts';
import type { Permits, QueuedCall } from './permits.ts';

/** Returns undefined when a permit was free, else the promise of one. Rejects when the queue is full or the wait too long. */
export function acquirePermit(permits: Permits, call: Call, maxWaitMs: number): Promise<void> | undefined {
  if (permits.tryAcquire()) return undefined;
  if (permits.isQueueFull) return Promise.reject(call.refuse(new BulkheadFullError(call.facts, permits)));
  return new Promise((resolve, reject) => new Waiter(call, permits, resolve, reject).wait(maxWaitMs));
}

/** A call in the queue. Whatever ends its wait, it leaves the queue and clears its timer at once. */
class Waiter implements QueuedCall, Stoppable {
  before: QueuedCall | null = null;
  after: QueuedCall | null = null;
  readonly #call: Call;
  readonly #permits: Permits;
  readonly #resolve: () => void;
  readonly #reject: (error: unknown) => void;
  readonly #sinceMs: number;
  #timer: unknown = null;

  constructor(call: Call, permits: Permits, resolve: () => void, reject: (error: unknown) => void) {
    this.#call = call;
    this.#permits = permits;
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
    this.#permits.queue.add(this);
    this.#call.waitAt(this);
  }

  admit(): void {
    this.#leave();
    this.#resolve();
  }

  passMaxWait(): void {
    this.stop(this.#call.refuse(new BulkheadFullError(this.#call.facts, this.#permits)));
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
    this.#permits.queue.remove(this);
    clock.clearTimeout(this.#timer);
    this.#call.waitAt(null);
    this.#call.queuedMs += clock.now() - this.#sinceMs;
  }
}

function passMaxWait(waiter: Waiter): void {
  waiter.passMaxWait();
}

function passDeadline(waiter: Waiter): void {
  waiter.passDeadline();
}
