import { type Bucket, type Limit, takeFrom } from './token-bucket.ts';

/** Visitors that are counted at once. Beyond it the one that was counted longest ago is forgotten. */
const MOST_VISITORS = 10_000;

/** Buckets of this process, for the time without Redis. By the monotonic clock, so that no change of the time matters. */
export class LocalBuckets {
  readonly #longestAgoFirst = new Map<string, Bucket>();

  get size(): number {
    return this.#longestAgoFirst.size;
  }

  /** Returns how long the visitor has to wait, in ms; 0 if one was taken. */
  take(key: string, limit: Limit): number {
    const nowMs = performance.now();
    const { bucket, waitMs } = takeFrom(this.#longestAgoFirst.get(key) ?? { used: 0, atMs: nowMs }, limit, nowMs);
    this.#keep(key, bucket);
    return waitMs;
  }

  giveBack(key: string): void {
    const bucket = this.#longestAgoFirst.get(key);
    if (bucket !== undefined) this.#keep(key, { ...bucket, used: Math.max(0, bucket.used - 1) });
  }

  forget(key: string): void {
    this.#longestAgoFirst.delete(key);
  }

  #keep(key: string, bucket: Bucket): void {
    this.#longestAgoFirst.delete(key);
    this.#longestAgoFirst.set(key, bucket);
    if (this.#longestAgoFirst.size <= MOST_VISITORS) return;
    const [oldest = key] = this.#longestAgoFirst.keys();
    this.#longestAgoFirst.delete(oldest);
  }
}
