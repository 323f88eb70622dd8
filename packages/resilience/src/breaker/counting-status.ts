import { EventEmitter } from 'node:events';
import CircuitBreaker, { type Status, type StatusOptions } from 'opossum';

/** Never asked to rotate: it is there because a breaker without one starts an interval of its own. */
const rotateBucketController = new EventEmitter().setMaxListeners(0);
export const sharedStatusOptions: StatusOptions = { rotateBucketController, enableSnapshots: false };

// opossum's own, by its public way to it.
const StockStatus = CircuitBreaker.newStatus(sharedStatusOptions).constructor as new (options: StatusOptions) => Status;

/** opossum's statistics as plain counters. The stock one keeps every latency, and sorts them all at each failure. */
export class CountingStatus extends StockStatus {
  readonly #counts: Record<string, number> = {};

  constructor() {
    super(sharedStatusOptions);
  }

  override get stats(): Record<string, unknown> {
    return { ...this.#counts, latencyTimes: [], percentiles: {}, latencyMean: -1 };
  }

  override increment(counter: string): void {
    this.#counts[counter] = (this.#counts[counter] ?? 0) + 1;
  }
}
