import { randomUUID } from 'node:crypto';
import { type Currency, toMinor } from '@watertight/contracts';
import type { ChargeRequest } from '@watertight/contracts/payment';
import type { Intent } from '@watertight/idempotency';
import { chargeId } from './charge-id.ts';
import { fingerprint } from './fingerprint.ts';

/** One request to charge a card, as the ledger needs it to decide whose it is. */
export interface AskedCharge extends Intent {
  readonly id: string;
  readonly orderId: string;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly cardToken: string;
}

/** A charge that is ours to settle, as long as nobody has raised its fence. */
export interface OpenCharge {
  /** Also the bank's reference. */
  readonly id: string;
  readonly orderId: string;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly cardToken: string;
  /** 1: nobody was here before, so nothing was ever sent. */
  readonly fence: number;
  /** So old that nobody waits for it any more: it is called off, never sent again. */
  readonly abandoned: boolean;
}

export function askedCharge(scope: string, key: string, request: ChargeRequest): AskedCharge {
  const { orderId, currency, cardToken } = request;
  return {
    id: chargeId(scope, key),
    scope,
    key,
    fingerprint: fingerprint(request),
    orderId,
    amountMinor: toMinor(request),
    currency,
    cardToken,
    owner: randomUUID(),
  };
}
