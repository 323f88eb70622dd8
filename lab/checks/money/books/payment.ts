import type { RealShop } from '../../../kit/real-shop.ts';
import { minor } from './minor.ts';

export interface Charge {
  id: string;
  /** Whose key it is. */
  caller: string;
  key: string;
  orderId: string;
  status: 'pending' | 'unknown' | 'captured' | 'declined' | 'cancelled' | 'taken-back';
  amountMinor: number;
  currency: string;
  refundedMinor: number;
  /** What the entries of the ledger add up to on the bank's side. */
  bookedMinor: number;
}

export interface Refund {
  reference: string;
  chargeId: string;
  amountMinor: number;
  status: 'pending' | 'refunded' | 'refused';
}

const BOOKED = `coalesce(
  (SELECT sum(e.amount_minor) FROM ledger_entries e WHERE e.charge_id = c.id AND account = 'bank'), 0)`;

export async function paymentBooks(shop: Pick<RealShop, 'query'>) {
  const charges = await shop.query<Charge>(
    'payment',
    `SELECT id, scope AS caller, key, order_id AS "orderId", state AS status, currency, ${minor('amount_minor', 'amountMinor')},
       ${minor('refunded_minor', 'refundedMinor')}, ${minor(BOOKED, 'bookedMinor')}
     FROM charges c`,
  );
  const refunds = await shop.query<Refund>(
    'payment',
    `SELECT id AS reference, charge_id AS "chargeId", ${minor('amount_minor', 'amountMinor')}, state AS status FROM refunds`,
  );
  return { charges, refunds };
}
