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

/** A charge that belongs to this process, as long as no other process raises its fence. */
export interface OpenCharge {
  /** Also the bank's reference. */
  readonly id: string;
  readonly scope: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly orderId: string;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly cardToken: string;
  readonly fence: number;
  /** True: no earlier holder can have sent it to the bank, so it may be taken back. */
  readonly isFirst: boolean;
  /** Too old for any client to wait for it: it is called off, never sent again. */
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
