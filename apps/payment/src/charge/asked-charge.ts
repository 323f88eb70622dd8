import { randomUUID } from 'node:crypto';
import { type Currency, toMinor } from '@watertight/contracts';
import type { ChargeRequest } from '@watertight/contracts/payment';
import { chargeId } from './charge-id.ts';
import { fingerprint } from './fingerprint.ts';

/** One request to charge a card, as the ledger needs it to decide whose it is. */
export interface AskedCharge {
  readonly id: string;
  /** Whose key it is: the caller. */
  readonly scope: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly orderId: string;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly cardToken: string;
  /** This very request: a claim whose reply was lost recognises itself by it. */
  readonly owner: string;
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
