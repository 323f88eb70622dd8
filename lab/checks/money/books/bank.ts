import type { MoneyShop } from '../shop.ts';
import { minor } from './minor.ts';

export interface Capture {
  reference: string;
  status: 'captured' | 'declined' | 'void';
  amountMinor: number;
  currency: string;
  refundedMinor: number;
}

export interface BankRefund {
  reference: string;
  chargeId: string;
  amountMinor: number;
}

export async function bankBooks(shop: MoneyShop) {
  const captures = await shop.query<Capture>(
    'bank',
    `SELECT reference, status, currency, ${minor('amount_minor', 'amountMinor')}, ${minor('refunded_minor', 'refundedMinor')}
     FROM captures`,
  );
  const bankRefunds = await shop.query<BankRefund>(
    'bank',
    `SELECT reference, capture AS "chargeId", ${minor('amount_minor', 'amountMinor')} FROM refunds`,
  );
  return { captures, bankRefunds };
}
