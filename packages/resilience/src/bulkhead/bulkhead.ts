import type { BulkheadOptions } from '../options.ts';
import type { Call, Step } from '../call.ts';
import type { Strategy } from '../strategy.ts';
import { Permits } from './permits.ts';
import { sharedPool } from './shared-pool.ts';
import { acquirePermit } from './wait-for-permit.ts';

export interface BulkheadSnapshot {
  readonly running: number;
  readonly waiting: number;
  readonly limit: number;
  /** Attempts whose callers were released, and that still run: they hold no permit, but memory and sockets. */
  readonly abandoned: number;
}

/**
 * Limits how many calls run at once, so that one slow dependency uses up its own permits and never those of another.
 *
 * `running` calls (default 50) hold a permit until they end. Up to `waiting` more (default 0) queue for one, first in, first out,
 * for at most `maxWaitMs`. All others are refused at once with BulkheadFullError, and never reach the dependency. One permit covers
 * all attempts of a call and the waits between them.
 *
 * A waiting call leaves the queue at once when its deadline passes (DeadlinePassedError) or its caller leaves (the reason of the
 * caller's signal). The dependency is not called.
 *
 * Each call also takes a permit of the shared pool, which has no limit while all bulkheads are on. Switched off, a policy has no
 * limit of its own: only the pool limits it, by the sum of all policies, as in a process without bulkheads. With one bulkhead off, a
 * call may first queue for its own permit and then for one of the pool, for at most `maxWaitMs` each.
 */
export class Bulkhead implements Strategy {
  readonly limits: BulkheadOptions;
  isEnabled = true;
  readonly #permits: Permits;
  #waitingInPool = 0;

  constructor(options: BulkheadOptions) {
    this.limits = options;
    const limit = () => (this.isEnabled ? options.running : Infinity);
    this.#permits = new Permits({
      get running() {
        return limit();
      },
      get waiting() {
        return options.waiting;
      },
    });
    sharedPool.add(this);
  }

  run(call: Call, next: Step): Promise<unknown> {
    const permit = acquirePermit(this.#permits, call, this.limits.maxWaitMs);
    if (permit === undefined) return this.#enterPool(call, next);
    return permit.then(() => this.#enterPool(call, next));
  }

  /** Cancels nothing: a raised limit admits waiting calls, a lowered one lets running calls end. */
  change(): void {
    sharedPool.updateLimits();
    this.#permits.admitWaiting();
  }

  switch(on: boolean): void {
    this.isEnabled = on;
    this.change();
  }

  shutdown(): void {
    sharedPool.remove(this);
  }

  snapshot(abandoned: number): BulkheadSnapshot {
    return {
      running: this.#permits.running - this.#waitingInPool,
      waiting: this.#permits.waiting + this.#waitingInPool,
      limit: this.isEnabled ? this.limits.running : sharedPool.limit,
      abandoned,
    };
  }

  #enterPool(call: Call, next: Step): Promise<unknown> {
    const permit = acquirePermit(sharedPool.permits, call, this.limits.maxWaitMs);
    if (permit === undefined) return this.#admitted(call, next);
    return this.#waitInPool(permit).then(() => this.#admitted(call, next));
  }

  async #waitInPool(permit: Promise<void>): Promise<void> {
    this.#waitingInPool++;
    try {
      await permit;
    } catch (error) {
      this.#permits.release();
      throw error;
    } finally {
      this.#waitingInPool--;
    }
  }

  /** Releases the permit beside the call, not on its way: one more `await` costs each call, and refusals the most. */
  #admitted(call: Call, next: Step): Promise<unknown> {
    const answer = next(call);
    void answer.then(this.#leave, this.#leave);
    return answer;
  }

  readonly #leave = (): void => {
    sharedPool.permits.release();
    this.#permits.release();
  };
}
