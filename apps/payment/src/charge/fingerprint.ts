import { hash } from 'node:crypto';
import type { ChargeRequest } from '@watertight/contracts/payment';

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
