import { MINUTE } from '@watertight/resilience';

/** A page that failed, or was slow; its trace tells why. */
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

/** The pages of the last minute, of which the worst are worth a look. */
export class PagesSeen {
  private seen: { page: TracedPage; atMs: number }[] = [];

  note(page: TracedPage): void {
    if (this.seen.length >= MOST) this.seen = this.lately();
    if (this.seen.length >= MOST) this.seen.shift();
    this.seen.push({ page, atMs: performance.now() });
  }

  /** Those that failed, then the slowest. */
  worst(most: number): readonly TracedPage[] {
    this.seen = this.lately();
    return this.seen
      .map(({ page }) => page)
      .toSorted((one, other) => Number(other.failed) - Number(one.failed) || other.tookMs - one.tookMs)
      .slice(0, most);
  }

  private lately() {
    const sinceMs = performance.now() - MINUTE;
    return this.seen.filter(({ atMs }) => atMs > sinceMs);
  }
}
