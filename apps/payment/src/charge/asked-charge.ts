import { randomUUID, hash } from 'node:crypto';
import { type Currency, toMinor } from '@watertight/contracts';
import type { ChargeRequest } from '@watertight/contracts/payment';
import type { Intent } from '@watertight/idempotency';
import { chargeId } from './charge-id.ts';

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

/** Beside the key it names: the same key for another route is another request. */
const ROUTE = 'POST /charge-card';

/**
 * Tells whether two requests with one key are the same request.
 *
 * The fields are named and in a fixed order, and the version says which: a deploy that adds a field must not turn honest
 * retries of the day before into "key reused".
 */
export function fingerprint({ orderId, amount, currency, cardToken }: ChargeRequest): string {
  const fields = JSON.stringify({ route: ROUTE, orderId, amount, currency, cardToken });
  return `v1:${hash('sha256', fields, 'hex')}`;
}
