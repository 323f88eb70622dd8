import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { bank } from '@watertight/contracts/bank';
import { checkout } from '@watertight/contracts/checkout';
import type { NewestComparison, OrderTotals } from '@watertight/contracts/visitors';
import { MINUTE, SECOND } from '@watertight/resilience';
import { httpClient } from '@watertight/service-kit';
import { newestComparison } from './comparison.ts';
import { config } from './config.ts';
import { policies } from './policies.ts';

const FRESH_MS = 2 * SECOND;
/** While the totals stay the same. */
const QUIET_MS = 6 * SECOND;
const COUNT_AGAIN_MS = 1 * MINUTE;
const EVER = '1970-01-01T00:00:00.000Z';
/** A list of the bank holds 500; more than these are not read in one go. */
const MOST_PAGES = 40;

/** Reads paid orders and charges at the bank, two sums that must be equal, and what checkout found comparing them. */
@Injectable()
export class OrderTotalsReader {
  private readonly orders = httpClient(checkout, policies['books-checkout'], config.checkoutUrls);
  private readonly charges = httpClient(bank, policies['books-bank'], config.bankUrls);
  /** The sums when this process was started: earlier sessions may have charged without a key, to see the effect. */
  private before: { paid: number; charges: number } | undefined;
  private last: OrderTotals | undefined;
  private compared: NewestComparison | undefined;
  private isQuiet = false;
  private requestedAtMs = -Infinity;
  /** Two requests at once would count the same captures twice, and raise a false alarm. */
  private isRequesting = false;
  private captured = 0;
  private after: string | undefined;
  private countedAtMs = -Infinity;

  /** Returns the totals that are known, undefined before the first; requests newer ones in the background. */
  read(): OrderTotals | undefined {
    if (!this.isRequesting && performance.now() - this.requestedAtMs > (this.isQuiet ? QUIET_MS : FRESH_MS)) {
      this.requestedAtMs = performance.now();
      this.isRequesting = true;
      // Neither waits for the other: what checkout found is known even while the bank is unavailable.
      void Promise.allSettled([this.request(), this.compare()]).finally(() => (this.isRequesting = false));
    }
    return this.last;
  }

  /** Returns what differed at checkout's last comparison, undefined before the first; requested along with `read`. */
  comparison(): NewestComparison | undefined {
    return this.compared;
  }

  private async compare(): Promise<void> {
    const answer = await this.orders.readComparison({}).catch(() => undefined); // what was known becomes stale
    this.compared = newestComparison(this.compared, answer, Date.now());
  }

  private async request(): Promise<void> {
    // Charges first: an order may be paid between the two requests, and none may look as if it had been charged twice.
    const charges = await this.countCharges();
    if (charges === undefined) return; // the list goes on: half of it would be a wrong start to count from
    const { paid, underWay } = await this.orders.countOrders({});
    // An order under way may end on either side of the start, so counting starts when none is.
    if (underWay === 0) this.before ??= { paid, charges };
    if (this.before === undefined) return;
    const [orders, charged] = [paid - this.before.paid, charges - this.before.charges];
    const now = { orders, underWay, charges: charged, tooMany: Math.max(0, charged - orders - underWay) };
    this.isQuiet = isDeepStrictEqual(now, this.last);
    if (!this.isQuiet) this.last = now;
    if (now.tooMany > 0 && performance.now() - this.countedAtMs > COUNT_AGAIN_MS) this.after = undefined; // a refund?
  }

  /** Requests only what is new since the last time; returns undefined while there is more than one reading holds. */
  private async countCharges(): Promise<number | undefined> {
    if (this.after === undefined) {
      this.captured = 0;
      this.countedAtMs = performance.now();
    }
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const after = this.after;
      const { captures, next } = await this.charges.listCaptures({
        query: { since: EVER, ...(after !== undefined && { after }) },
      });
      this.captured += captures.filter(
        ({ status, refunded }) => status === 'captured' && Number(refunded) === 0,
      ).length;
      this.after = captures.at(-1)?.reference ?? after;
      if (next === null) return this.captured;
    }
    return undefined;
  }
}
