import { SECOND } from '../units.ts';

const SLICE_MS = 10 * SECOND;
const SLICES = 6;
/** Buckets per doubling: two values in one bucket differ by 6 % at most. */
const STEPS = 16;
const LEAST_MS = 0.125;
const DOUBLINGS = 23; // up to 17 minutes
const BUCKETS = STEPS * DOUBLINGS;
/** Bars per doubling: what the eye tells apart. */
const BARS = 2;

/** So many attempts took less than this, and no less than the bar before it ends at. */
export interface LatencyBar {
  readonly belowMs: number;
  readonly count: number;
}

interface Slice {
  /** Which ten seconds these are, counted from the clock's zero. */
  number: number;
  cutOff: number;
  readonly counts: Uint32Array;
  /** The longest in each bucket: what all took alike is told exactly. */
  readonly longestMs: Float64Array;
}

/** How long calls took in the last minute, in 26 kB however many there were. `nowMs` never goes back. */
export class LatencyHistogram {
  samples = 0;
  /** Attempts that passed their limit. Both counts are as of the last look at the window. */
  cutOff = 0;
  readonly #slices: Slice[] = Array.from({ length: SLICES }, emptySlice);
  readonly #counts = new Uint32Array(BUCKETS);
  #p99Ms: number | null = null;
  #unseen = 0;

  /**
   * `standsFor`: one where every attempt could take so long, N where only one in N could (Horvitz and Thompson's estimator).
   * Attempts that never end are no samples, so those that hang do not move the p99 of the others.
   */
  record(ms: number, nowMs: number, standsFor = 1): void {
    const slice = this.#sliceOf(nowMs);
    const bucket = bucketOf(ms);
    slice.counts[bucket]! += standsFor;
    slice.longestMs[bucket] = Math.max(slice.longestMs[bucket]!, ms);
    this.#counts[bucket]! += standsFor;
    this.samples += standsFor;
    this.#unseen += standsFor;
  }

  /** An attempt passed its limit: how long it would have taken is not known. */
  recordCut(nowMs: number): void {
    this.#sliceOf(nowMs).cutOff++;
    this.cutOff++;
  }

  /** Samples, and attempts that passed their limit. */
  get attempts(): number {
    return this.samples + this.cutOff;
  }

  /**
   * Null without a sample; while all attempts pass their limit, what it was before.
   *
   * Looked up again after every 128th part of the samples is new: 1 % of them decides.
   */
  p99Ms(nowMs: number): number | null {
    this.#sliceOf(nowMs);
    if (this.#unseen > this.samples / 128 || this.#p99Ms === null) {
      this.#p99Ms = this.#lookUp();
      this.#unseen = 0;
    }
    return this.#p99Ms;
  }

  /** The samples in bars of fixed width, two to a doubling: 1, 1.4, 2, 2.8, 4 ms; those without any are left out. Added up when asked. */
  histogram(nowMs: number): LatencyBar[] {
    this.#sliceOf(nowMs);
    const width = STEPS / BARS;
    return Array.from({ length: BUCKETS / width }, (_, bar) => ({
      belowMs: LEAST_MS * 2 ** ((bar + 1) / BARS),
      count: this.#counts.subarray(bar * width, (bar + 1) * width).reduce((sum, count) => sum + count, 0),
    })).filter(({ count }) => count > 0);
  }

  clear(): void {
    for (const slice of this.#slices) this.#forget(slice);
  }

  #lookUp(): number | null {
    let above = this.samples - Math.ceil(this.samples * 0.99);
    for (let bucket = BUCKETS - 1; bucket >= 0; bucket--) {
      above -= this.#counts[bucket]!;
      if (above < 0) return Math.max(...this.#slices.map(({ longestMs }) => longestMs[bucket]!));
    }
    // All hang: what the last answers took is still the best there is to go by.
    return this.cutOff > 0 ? this.#p99Ms : null;
  }

  /** The slice of that moment; those of more than a minute before are forgotten. */
  #sliceOf(nowMs: number): Slice {
    const number = Math.floor(nowMs / SLICE_MS);
    const current = this.#slices[number % SLICES]!;
    if (current.number === number) return current;
    for (const old of this.#slices) if (old.number <= number - SLICES) this.#forget(old);
    current.number = number;
    return current;
  }

  #forget(slice: Slice): void {
    slice.number = Infinity;
    this.cutOff -= slice.cutOff;
    slice.cutOff = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      this.#counts[bucket]! -= slice.counts[bucket]!;
      this.samples -= slice.counts[bucket]!;
    }
    slice.counts.fill(0);
    slice.longestMs.fill(0);
    this.#unseen = Infinity;
  }
}

function emptySlice(): Slice {
  return { number: Infinity, cutOff: 0, counts: new Uint32Array(BUCKETS), longestMs: new Float64Array(BUCKETS) };
}

function bucketOf(ms: number): number {
  const bucket = Math.floor(Math.log2(Math.max(ms, LEAST_MS) / LEAST_MS) * STEPS);
  return Math.min(bucket, BUCKETS - 1);
}
