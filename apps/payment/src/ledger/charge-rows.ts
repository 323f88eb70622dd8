import { type Currency, fromMinor } from '@watertight/contracts';
import type { Charge } from '@watertight/contracts/payment';
import type { Stand } from '@watertight/idempotency';
import type { OpenCharge } from '../charge/asked-charge.ts';

/** Rows of `charges`, and what they mean; the SQL stands in statements.ts. */
export interface ChargeRow {
  id: string;
  order_id: string;
  amount_minor: bigint;
  currency: Currency;
  state: 'pending' | 'unknown' | 'captured' | 'declined' | 'cancelled' | 'taken-back';
  card_brand: string | null;
  card_last4: string | null;
  decline_reason: string | null;
  captured_at: Date | null;
  refunded_minor: bigint;
}

/** A charge as its readers see it: what is not final is being processed. */
export function chargeOf(row: ChargeRow): Charge {
  const { id, order_id: orderId, state, card_brand: brand, card_last4: last4 } = row;
  return {
    id,
    orderId,
    ...fromMinor(row.amount_minor, row.currency),
    card: brand === null || last4 === null ? null : { brand, last4 },
    status: state === 'captured' || state === 'declined' || state === 'cancelled' ? state : 'processing',
    declineReason: row.decline_reason,
    capturedAt: row.captured_at?.toISOString() ?? null,
    refunded: fromMinor(row.refunded_minor, row.currency).amount,
  };
}

export interface OpenRow {
  id: string;
  scope: string;
  key: string;
  fingerprint: string;
  order_id: string;
  amount_minor: bigint;
  currency: Currency;
  card_token: string;
  fence: number;
  abandoned: boolean;
}

export function openChargeOf(row: OpenRow): OpenCharge {
  const { id, scope, key, fingerprint, order_id: orderId, amount_minor: amountMinor, currency, fence, abandoned } = row;
  const cardToken = row.card_token;
  return { id, scope, key, fingerprint, orderId, amountMinor, currency, cardToken, fence, isFirst: false, abandoned };
}

export interface StandRow {
  fingerprint: string;
  state: ChargeRow['state'];
  fence: number;
  lease_left_ms: number;
  answer_status: number | null;
  answer_type: string | null;
  answer_body: Buffer | null;
}

/** Undefined for a row that was taken back: nothing was charged, and the key is free. */
export function standOf(row: StandRow): Stand | undefined {
  if (row.state === 'taken-back') return undefined;
  const { answer_status: status, answer_type: contentType, answer_body: body } = row;
  if (status !== null && contentType !== null && body !== null)
    return { is: 'final', answer: { status, contentType, body } };
  if (row.lease_left_ms > 0) return { is: 'running', leaseLeftMs: row.lease_left_ms };
  return row.state === 'unknown' ? { is: 'unknown' } : { is: 'abandoned' };
}
