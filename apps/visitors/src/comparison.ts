import { isDeepStrictEqual } from 'node:util';
import type { OrderComparison } from '@watertight/contracts/order-comparison';
import type { NamedOrders, NewestComparison } from '@watertight/contracts/visitors';
import { MINUTE } from '@watertight/resilience';

const MOST_IDS = 5;
/** A UUID has 36; payment's callers choose their order ids, and another caller's may be longer. */
const MOST_ID_LENGTH = 64;
/** Checkout compares once a minute. */
const STALE_MS = 3 * MINUTE;

/**
 * Returns the newest comparison that is known, as the same object while nothing in it changed.
 *
 * Each replica of checkout compares by itself, and answers null until it has: an older answer or none replaces nothing.
 */
export function newestComparison(
  known: NewestComparison | undefined,
  answer: OrderComparison | undefined,
  nowMs: number,
): NewestComparison | undefined {
  const answered = summaryOf(answer);
  const newest = answered === undefined || isOlder(answered, known) ? known : answered;
  if (newest === undefined) return undefined;
  const now = { ...newest, isStale: nowMs - Date.parse(newest.comparedAt) > STALE_MS };
  return isDeepStrictEqual(now, known) ? known : now;
}

type Summary = Omit<NewestComparison, 'isStale'>;

function summaryOf(answer: OrderComparison | undefined): Summary | undefined {
  if (answer === undefined || answer.comparedAt === null) return undefined;
  const { comparedAt, paidWithoutCharge, chargedWithoutOrder } = answer;
  return {
    comparedAt,
    paidWithoutCharge: named(paidWithoutCharge),
    chargedWithoutOrder: named(chargedWithoutOrder.map(({ orderId }) => orderId)),
  };
}

/** An order that was charged twice counts once. */
function named(orderIds: readonly string[]): NamedOrders {
  const different = [...new Set(orderIds)];
  const ids = different
    .slice(0, MOST_IDS)
    .map(id => (id.length > MOST_ID_LENGTH ? `${id.slice(0, MOST_ID_LENGTH)}…` : id));
  return { count: different.length, ids };
}

function isOlder({ comparedAt }: Summary, known: NewestComparison | undefined): boolean {
  return known !== undefined && Date.parse(comparedAt) < Date.parse(known.comparedAt);
}
