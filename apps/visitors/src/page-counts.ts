import type { PageCounts, ShopPages } from '@watertight/contracts/visitors';
import { MINUTE, SECOND } from '@watertight/resilience';
import type { PageResult } from './classify-page.ts';

interface Pages {
  whole: number;
  degraded: number;
  failed: number;
  tookMs: number[];
}

const KEPT_SECONDS = (2 * MINUTE) / SECOND;
const LATELY_SECONDS = 10;

/** Counts the pages of one shop second by second, for two minutes. */
export class PageCounter {
  private readonly seconds = new Map<number, Pages>();

  constructor(readonly shop: string) {}

  /** @param tookMs absent for a page that was never requested */
  add(result: PageResult, tookMs?: number): void {
    const now = secondNow();
    const pages = this.seconds.get(now) ?? { whole: 0, degraded: 0, failed: 0, tookMs: [] };
    pages[result] += 1;
    if (tookMs !== undefined) pages.tookMs.push(tookMs);
    this.seconds.set(now, pages);
    for (const second of this.seconds.keys()) if (second < now - KEPT_SECONDS) this.seconds.delete(second);
  }

  read(): ShopPages {
    const now = secondNow();
    const at = (second: number) => this.seconds.get(second);
    const history = Array.from({ length: KEPT_SECONDS }, (_, i) => sum([at(now - KEPT_SECONDS + i)]));
    const lately = sum(Array.from({ length: LATELY_SECONDS }, (_, i) => at(now - 1 - i)));
    return { shop: this.shop, lately, history };
  }
}

const secondNow = () => Math.floor(performance.now() / SECOND);

function sum(seconds: readonly (Pages | undefined)[]): PageCounts {
  const present = seconds.filter(pages => pages !== undefined);
  const total = (result: PageResult) => present.reduce((count, pages) => count + pages[result], 0);
  const tookMs = present.flatMap(pages => pages.tookMs).toSorted((one, other) => one - other);
  return {
    whole: total('whole'),
    degraded: total('degraded'),
    failed: total('failed'),
    p99Ms: tookMs[Math.ceil(tookMs.length * 0.99) - 1] ?? null,
  };
}
