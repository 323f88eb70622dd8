import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { bank } from '@watertight/contracts/bank';
import { checkout } from '@watertight/contracts/checkout';
import { MINUTE, SECOND } from '@watertight/resilience';
import { httpClient } from '@watertight/service-kit';
import { config } from '../config.ts';
import { policies } from '../policies.ts';
import { type Comparison, newestComparison } from './comparison.ts';

/** What both sides say of what was ordered since this screen began. */
export interface BooksAgree {
  readonly orders: number;
  /** Orders whose charge nobody has answered for yet. */
  readonly underWay: number;
  readonly charges: number;
  /** Charges that no order accounts for: 0, unless somebody charges twice, or past checkout as `npm run try charge-twice` does. */
  readonly tooMany: number;
}

const FRESH_MS = 2 * SECOND;
/** While nobody orders. */
const QUIET_MS = 6 * SECOND;
const COUNT_AGAIN_MS = 1 * MINUTE;
const EVER = '1970-01-01T00:00:00.000Z';
/** A list of the bank holds 500; more than these we do not read in one go. */
const MOST_PAGES = 40;

/** Orders that are paid beside charges at the bank: the two numbers that must be one; and what checkout found comparing them. */
@Injectable()
export class Books {
  private readonly orders = httpClient(checkout, policies['books-checkout'], config.checkoutUrls);
  private readonly charges = httpClient(bank, policies['books-bank'], config.bankUrls);
  /** What there was before: earlier sessions may have charged naively, to see what comes of it. */
  private before: { paid: number; charges: number } | undefined;
  private last: BooksAgree | undefined;
  private compared: Comparison | undefined;
  private isQuiet = false;
  private askedAtMs = -Infinity;
  /** Two at once would count the same captures twice, and cry wolf. */
  private isAsking = false;
  private captured = 0;
  private after: string | undefined;
  private countedAtMs = -Infinity;

  /** As they were told last, undefined before that; asked anew in the background; the same object as long as nothing is otherwise. */
  read(): BooksAgree | undefined {
    if (!this.isAsking && performance.now() - this.askedAtMs > (this.isQuiet ? QUIET_MS : FRESH_MS)) {
      this.askedAtMs = performance.now();
      this.isAsking = true;
      // Neither waits for the other: what checkout found shows also while the bank is unavailable.
      void Promise.allSettled([this.ask(), this.compare()]).finally(() => (this.isAsking = false));
    }
    return this.last;
  }

  /** What differed at checkout's last comparison, undefined until it has compared; requested along with `read`, the same object while nothing changed. */
  comparison(): Comparison | undefined {
    return this.compared;
  }

  private async compare(): Promise<void> {
    const answer = await this.orders.readComparison({}).catch(() => undefined); // what was known becomes stale
    this.compared = newestComparison(this.compared, answer, Date.now());
  }

  private async ask(): Promise<void> {
    // Charges first: an order may be paid between the two questions, and none may look as if it had been charged twice.
    const charges = await this.countCharges();
    if (charges === undefined) return; // the list goes on: half of it would be a wrong line to count from
    const { paid, underWay } = await this.orders.countOrders({});
    // Of what is under way nobody knows yet on which side of the line it will stand: drawn when nothing is.
    if (underWay === 0) this.before ??= { paid, charges };
    if (this.before === undefined) return;
    const [orders, charged] = [paid - this.before.paid, charges - this.before.charges];
    const now = { orders, underWay, charges: charged, tooMany: Math.max(0, charged - orders - underWay) };
    this.isQuiet = isDeepStrictEqual(now, this.last);
    if (!this.isQuiet) this.last = now;
    if (now.tooMany > 0 && performance.now() - this.countedAtMs > COUNT_AGAIN_MS) this.after = undefined; // a refund?
  }

  /** Asks only for what is new since the last question; undefined while there is more than one reading holds. */
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
