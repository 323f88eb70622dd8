import { MINUTE, SECOND } from '@watertight/resilience';
import type { Verdict } from './verdict.ts';

/** What came in one second. */
export interface SecondOfPages {
  readonly whole: number;
  readonly degraded: number;
  readonly failed: number;
  /** Null where no page ended. */
  readonly p99Ms: number | null;
}

export interface WhatShoppersGet {
  readonly shop: string;
  /** Of the last ten seconds. */
  readonly lately: SecondOfPages;
  /** A second each, oldest first; the last one has just ended. */
  readonly history: readonly SecondOfPages[];
}

interface Pages {
  whole: number;
  degraded: number;
  failed: number;
  tookMs: number[];
}

const KEPT_SECONDS = (2 * MINUTE) / SECOND;
const LATELY_SECONDS = 10;

/** What the pages of the last two minutes were, second by second. */
export class Shoppers {
  private readonly seconds = new Map<number, Pages>();
  private last: { second: number; told: WhatShoppersGet } | undefined;

  constructor(readonly shop: string) {}

  /** `tookMs` is not there for a page that was never asked for. */
  note(verdict: Verdict, tookMs?: number): void {
    const now = secondNow();
    const pages = this.seconds.get(now) ?? { whole: 0, degraded: 0, failed: 0, tookMs: [] };
    pages[verdict] += 1;
    if (tookMs !== undefined) pages.tookMs.push(tookMs);
    this.seconds.set(now, pages);
    for (const second of this.seconds.keys()) if (second < now - KEPT_SECONDS) this.seconds.delete(second);
  }

  /** The same object for as long as the second lasts. */
  read(): WhatShoppersGet {
    const now = secondNow();
    if (this.last?.second !== now) this.last = { second: now, told: this.tell(now) };
    return this.last.told;
  }

  private tell(now: number): WhatShoppersGet {
    const at = (second: number) => this.seconds.get(second);
    const history = Array.from({ length: KEPT_SECONDS }, (_, i) => summed([at(now - KEPT_SECONDS + i)]));
    const lately = summed(Array.from({ length: LATELY_SECONDS }, (_, i) => at(now - 1 - i)));
    return { shop: this.shop, lately, history };
  }
}

const secondNow = () => Math.floor(performance.now() / SECOND);

function summed(some: readonly (Pages | undefined)[]): SecondOfPages {
  const there = some.filter(pages => pages !== undefined);
  const total = (verdict: Verdict) => there.reduce((sum, pages) => sum + pages[verdict], 0);
  const tookMs = there.flatMap(pages => pages.tookMs).toSorted((one, other) => one - other);
  return {
    whole: total('whole'),
    degraded: total('degraded'),
    failed: total('failed'),
    p99Ms: tookMs[Math.ceil(tookMs.length * 0.99) - 1] ?? null,
  };
}
