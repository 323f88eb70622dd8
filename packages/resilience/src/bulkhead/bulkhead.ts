import type { Call, Step } from '../call.ts';
import { type Filled, whole } from '../schema.ts';
import { Seats } from './permits.ts';
import { sharedPool } from './shared-pool.ts';
import type { Strategy } from '../strategy.ts';
import { MINUTE } from '../units.ts';

export const bulkheadOptions = {
  /** Calls that run at once; each holds its seat through its back-offs. Default 50, from 1 to 1,000,000. */
  running: whole(50, { least: 1, most: 1_000_000 }),
  /** Calls that may wait for a seat, in the order they came. Default 0, up to 1,000,000. */
  waiting: whole(0, { least: 0, most: 1_000_000 }),
  /** How long one of them waits, in ms. Default 500, from 1 to 600,000. */
  maxWaitMs: whole(500, { least: 1, most: 10 * MINUTE }),
};

export interface BulkheadSnapshot {
  readonly running: number;
  readonly waiting: number;
  readonly limit: number;
  /** Attempts whose callers were released, and that still run: they hold no seat, but memory and sockets. */
  readonly abandoned: number;
}

/**
 * Lets only so many calls in at once, so that one slow dependency uses up its own seats and never those of another.
 *
 * Switched off it takes the wall out, not the pool: the policy then takes its seats from the sum of all.
 */
export class Bulkhead implements Strategy {
  readonly seats: Filled<typeof bulkheadOptions>;
  wallIsUp = true;
  readonly #wall: Seats;
  #waitingInPool = 0;

  constructor(options: Filled<typeof bulkheadOptions>) {
    this.seats = options;
    const limit = () => (this.wallIsUp ? options.running : Infinity);
    this.#wall = new Seats({
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
    const seat = this.#wall.take(call, this.seats.maxWaitMs);
    if (seat === undefined) return this.#enterPool(call, next);
    return seat.then(() => this.#enterPool(call, next));
  }

  /** Drops nobody: who is in stays in, who waits is let in as soon as there is room. */
  change(): void {
    sharedPool.measure();
    this.#wall.fill();
  }

  switch(on: boolean): void {
    this.wallIsUp = on;
    this.change();
  }

  shutdown(): void {
    sharedPool.remove(this);
  }

  snapshot(abandoned: number): BulkheadSnapshot {
    return {
      running: this.#wall.running - this.#waitingInPool,
      waiting: this.#wall.waiting + this.#waitingInPool,
      limit: this.wallIsUp ? this.seats.running : sharedPool.limit,
      abandoned,
    };
  }

  #enterPool(call: Call, next: Step): Promise<unknown> {
    const place = sharedPool.take(call, this.seats.maxWaitMs);
    if (place === undefined) return this.#seated(call, next);
    return this.#waitInPool(place).then(() => this.#seated(call, next));
  }

  async #waitInPool(place: Promise<void>): Promise<void> {
    this.#waitingInPool++;
    try {
      await place;
    } catch (error) {
      this.#wall.give();
      throw error;
    } finally {
      this.#waitingInPool--;
    }
  }

  /** Beside the call's own way, not on it: a frame that waits costs each call, and each refusal the most. */
  #seated(call: Call, next: Step): Promise<unknown> {
    const answer = next(call);
    void answer.then(this.#leave, this.#leave);
    return answer;
  }

  readonly #leave = (): void => {
    sharedPool.give();
    this.#wall.give();
  };
}
