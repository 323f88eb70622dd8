import type { RealShop } from '../../../kit/real-shop.ts';
import { minor } from './minor.ts';

/** What a capture is for, as payment stated it. */
export interface Memo {
  orderId: string;
  caller: string;
  key: string;
}

export interface Capture {
  reference: string;
  status: 'captured' | 'declined' | 'void';
  amountMinor: number;
  currency: string;
  refundedMinor: number;
  /** Null: the bank was given none. */
  memo: Memo | null;
}

export interface BankRefund {
  reference: string;
  chargeId: string;
  amountMinor: number;
}

export async function bankBooks(shop: Pick<RealShop, 'query'>) {
  const rows = await shop.query<Omit<Capture, 'memo'> & { memo: string | null }>(
    'bank',
    // By way of JSON: a bank of a version without memos has no such column.
    `SELECT reference, status, currency, ${minor('amount_minor', 'amountMinor')}, ${minor('refunded_minor', 'refundedMinor')},
       to_jsonb(captures)->>'memo' AS memo
     FROM captures`,
  );
  const captures = rows.map((row): Capture => ({
    ...row,
    memo: row.memo === null ? null : (JSON.parse(row.memo) as Memo),
  }));
  const bankRefunds = await shop.query<BankRefund>(
    'bank',
    `SELECT reference, capture AS "chargeId", ${minor('amount_minor', 'amountMinor')} FROM refunds`,
  );
  return { captures, bankRefunds };
}
