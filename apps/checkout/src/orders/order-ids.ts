import { idsIn } from '@watertight/idempotency';
import type { Queries } from '@watertight/service-kit';

/** The `Idempotency-Key` that a form was placed with, and its caller. */
export interface PlacingKey {
  scope: string;
  key: string;
}

/** Made once, for orders alone. Another value would give the keys of the past new orders. */
const orderId = idsIn('b54b7d9e-5c66-4a53-9a0f-0c5d3f9f7a21');
/** Made once, for the keys of charges. Another value would charge the keys of the past once more. */
const chargeId = idsIn('3e0cf6a2-8f3b-4d0e-b7a5-61f2f0a6c9d4');

/**
 * What stands for the card of a charge that is captured already. In the form of a card token, so that payment can compare it with
 * the charge's own request and answers 422, after which the charge is read; a 400 would leave the order unfinished.
 */
export const NO_CARD = 'tok_none';

/**
 * The idempotency key of the charge that a placed form stands for.
 *
 * One placing key is one charge for ever, also when this database has forgotten the order: payment then answers with
 * what became of the first. A form with another card has a placing key of its own (decision 12).
 */
export function chargeKeyOf({ scope, key }: PlacingKey): string {
  return `placed-${chargeId(scope, key)}`;
}

/**
 * The id of the order that a key makes for a basket: the same after lost commits, and after its order was canceled. Its charge
 * names this id, and may have been captured in a time that the database has lost. Where the money of that order goes back, or
 * the id belongs to another order, the next id follows from that one's.
 */
export async function orderIdFor(tx: Queries, { scope, key }: PlacingKey, basketId: string): Promise<string> {
  for (let id = orderId(scope, key); ; id = orderId(scope, id)) {
    await lockOrderId(tx, id);
    const taken = await tx.query(
      `SELECT FROM orders WHERE id = $1 AND (status <> 'cancelled' OR basket_id <> $2)
       UNION ALL SELECT FROM returned_orders WHERE order_id = $1`,
      [id, basketId],
    );
    if (taken.length === 0) return id;
  }
}

/** Until the transaction ends, no other one decides whether there is an order with this id. A row lock needs a row. */
export async function lockOrderId(tx: Queries, id: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [id]);
}
