import { hash, randomUUID } from 'node:crypto';
import type { Currency } from '@watertight/contracts';
import type { RefundRequest } from '@watertight/contracts/payment';
import type { Intent } from '@watertight/idempotency';
import { refundId } from './refund-id.ts';

/** One request to give money back, as its store needs it to decide whose it is. */
export interface AskedRefund extends Intent {
  readonly id: string;
  readonly chargeId: string;
  readonly amountMinor: bigint;
  readonly reason: string | undefined;
}

/** A refund whose sum is set aside. */
export interface OpenRefund {
  /** Also the bank's reference. */
  readonly id: string;
  readonly chargeId: string;
  readonly scope: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly amountMinor: bigint;
  readonly currency: Currency;
}

export function askedRefund(
  { scope, key, chargeId }: { scope: string; key: string; chargeId: string },
  { amount, reason }: RefundRequest,
  amountMinor: bigint,
): AskedRefund {
  const fields = JSON.stringify({ route: 'POST /charges/:chargeId/refunds', chargeId, amount, reason: reason ?? null });
  return {
    id: refundId(scope, key),
    scope,
    key,
    fingerprint: `v1:${hash('sha256', fields, 'hex')}`,
    owner: randomUUID(),
    chargeId,
    amountMinor,
    reason,
  };
}
