import type { BankRefund, Capture } from '../books/bank.ts';
import type { Charge } from '../books/payment.ts';
import { isPaid, netCharges } from './net.ts';
import type { BooksRule } from './rule.ts';

const status = { captured: 'captured', declined: 'declined', void: 'cancelled' } as const;

/** What bank, ledger and orders say of each other. It must be true again soon after a database has lost its last commits. */
export const agreementRules: BooksRule[] = [
  {
    says: 'ledger and bank hold the same charges: reference, amount, currency, status, refunded',
    broken: ({ books: { captures, charges }, lostCommits }) => {
      const isLost = lostCommits.some(({ database }) => database === 'payment');
      const known = new Set(charges.filter(each => each.status !== 'taken-back').map(({ id }) => id));
      // Declined or called off, and forgotten: no money moved, and the same key gets the same answer from the bank again.
      const isOwed = ({ reference, status }: Capture) => !isLost || status === 'captured' || known.has(reference);
      const line = (reference: string, is: string, { amountMinor, currency, refundedMinor }: Charge | Capture) =>
        `${reference}: ${is}, ${amountMinor} ${currency}, ${refundedMinor} back`;
      const here = charges
        .filter(each => !['pending', 'unknown', 'taken-back'].includes(each.status))
        .map(each => line(each.id, each.status, each));
      const there = captures.filter(isOwed).map(each => line(each.reference, status[each.status], each));
      return difference(here, there);
    },
  },
  {
    says: 'ledger and bank hold the same refunds',
    broken: ({ books: { refunds, bankRefunds } }) => {
      const line = ({ reference, chargeId, amountMinor }: BankRefund) => `${reference}: ${amountMinor} of ${chargeId}`;
      return difference(refunds.filter(each => each.status === 'refunded').map(line), bankRefunds.map(line));
    },
  },
  {
    says: 'an order is paid when it was captured, for its own amount and with nothing refunded, and only then',
    broken: ({ books: { orders, charges } }) => {
      const captured = Map.groupBy(netCharges(charges), ({ orderId }) => orderId);
      return orders.flatMap(order => {
        const all = (captured.get(order.id) ?? []).map(each => `${each.amountMinor} less ${each.refundedMinor}`);
        const wanted = isPaid(order) ? [`${order.amountMinor} less 0`] : [];
        return String(all) === String(wanted)
          ? []
          : [`${order.id}: ${order.status}, captured ${String(all) || 'nothing'}`];
      });
    },
  },
  {
    says: 'every charge that checkout made belongs to a paid order, or went back',
    broken: ({ books: { orders, charges } }) => {
      const paid = new Set(orders.filter(isPaid).map(({ id }) => id));
      const known = new Map(orders.map(({ id, status }) => [id, status]));
      return netCharges(charges)
        .filter(({ caller, orderId }) => caller === 'checkout' && !paid.has(orderId))
        .map(
          ({ key, orderId }) =>
            `${key}: its order ${known.has(orderId) ? `is ${known.get(orderId)}` : 'does not exist'}`,
        );
    },
  },
];

/** What one side has and the other has not; as multisets, so that twice is not once. */
function difference(here: readonly string[], there: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of here) counts.set(line, (counts.get(line) ?? 0) + 1);
  for (const line of there) counts.set(line, (counts.get(line) ?? 0) - 1);
  return [...counts]
    .filter(([, count]) => count !== 0)
    .map(([line, count]) => `${line}: ${count > 0 ? 'only in the ledger' : 'only at the bank'}`);
}
