import { MINUTE } from '@watertight/resilience';

/** A page and its trace, which shows why it failed or was slow. */
export interface TracedPage {
  readonly traceId: string;
  /** `storefront`, `the twin`. */
  readonly shop: string;
  readonly path: string;
  readonly tookMs: number;
  readonly failed: boolean;
}

/** Visitors open 100 a second at most. */
const MOST = 6000;

/** The pages of the last minute, to find the worst among them. */
export class WorstPages {
  private added: { page: TracedPage; atMs: number }[] = [];

  add(page: TracedPage): void {
    if (this.added.length >= MOST) this.added = this.ofLastMinute();
    if (this.added.length >= MOST) this.added.shift();
    this.added.push({ page, atMs: performance.now() });
  }

  /** Returns those that failed, then the slowest. */
  worst(most: number): readonly TracedPage[] {
    this.added = this.ofLastMinute();
    return this.added
      .map(({ page }) => page)
      .toSorted((one, other) => Number(other.failed) - Number(one.failed) || other.tookMs - one.tookMs)
      .slice(0, most);
  }

  private ofLastMinute() {
    const sinceMs = performance.now() - MINUTE;
    return this.added.filter(({ atMs }) => atMs > sinceMs);
  }
}
