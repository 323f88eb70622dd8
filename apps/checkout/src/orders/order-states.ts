import { type Currency, fromMinor, type Money } from '@watertight/contracts';
import type { PlaceOrder } from '@watertight/contracts/checkout';
import { currentTraceparent, type Queries } from '@watertight/service-kit';
import type { StoredBasket } from '../baskets/baskets.ts';
import { CURRENCY, totalMinor } from '../baskets/lines.ts';
import { config } from '../config.ts';
import { releaseStock } from '../stock/reserve-stock.ts';
import { secretHashOf } from './order-secrets.ts';
import { chargeKeyOf, lockOrderId, NO_CARD, orderIdFor } from './order-ids.ts';
import type { OrderKey } from './order-keys.ts';

/**
 * The states of an order, and each way from one to the next:
 *
 *     (new) ─→ charging ─→ confirmed ─→ shipped
 *              ↑      ↓ declined, or never sent
 *              └─ reserved ─→ `cancelled` ─→ charging, when the same form is sent again
 *
 * Every way but the first says from where it starts, so that a late worker changes nothing.
 */
export interface ChargingOrder {
  id: string;
  basketId: string;
  /** Counts the charges of this order: each has its own answer. */
  chargeNumber: number;
  /** The charge's idempotency key. */
  chargeKey: string;
  /**
   * Random: after lost commits the attempt is made again with the same numbers, and the lost one must change nothing. Null: by
   * the version before.
   */
  attemptId: string | null;
  /** Grows each time another process takes the order over. */
  fence: number;
  cardToken: string;
  total: Money;
  placedAt: string;
  traceparent: string | undefined;
}

interface ChargingRow {
  id: string;
  basket_id: string;
  charge_number: number;
  charge_key: string | null;
  attempt_id: string | null;
  fence: number;
  card_token: string;
  amount_minor: bigint;
  currency: Currency;
  placed_at: Date;
  traceparent: string | null;
}

const charging =
  'id, basket_id, charge_number, charge_key, attempt_id, fence, card_token, amount_minor, currency, placed_at, traceparent';

/** What the placing of an order writes. */
const PLACED = `basket_version, customer_id, status, amount_minor, currency, deliver_to, traceparent, card_token,
  hold_ends_at, look_again_at, charge_key, attempt_id, secret_hash`;
const excluded = (columns: string) => columns.replaceAll(/\w+/g, 'EXCLUDED.$&');

const isAttempt = (parameter: string) => `attempt_id IS NOT DISTINCT FROM ${parameter}`;

/** A new order for what lies in the basket, about to be charged. A canceled one of the same key is placed once more. */
export async function insertOrder(
  tx: Queries,
  key: OrderKey,
  basket: StoredBasket,
  request: PlaceOrder,
): Promise<ChargingOrder> {
  const [order] = await tx.query<ChargingRow>(
    `INSERT INTO orders (id, basket_id, ${PLACED})
     VALUES ($1, $2, $3, $4, 'charging', $5, $6, $7, $8, $9,
       clock_timestamp() + $10 * interval '1 ms', clock_timestamp() + $11 * interval '1 ms', $12, gen_random_uuid(), $13)
     ON CONFLICT (id) DO UPDATE SET (${PLACED}, placed_at, decline_reason, unknown_answers, fence)
       = (${excluded(PLACED)}, clock_timestamp(), NULL, 0, orders.fence + 1)
     WHERE orders.status = 'cancelled'
     RETURNING ${charging}`,
    [
      await orderIdFor(tx, key, basket.id),
      basket.id,
      basket.version,
      request.customerId ?? null,
      totalMinor(basket.lines),
      CURRENCY,
      JSON.stringify(request.deliverTo),
      currentTraceparent() ?? null,
      request.cardToken,
      config.holdMs,
      config.leaseMs,
      chargeKeyOf(key),
      secretHashOf(request),
    ],
  );
  const made = one(order);
  await writeLines(tx, made.id, basket.lines);
  return made;
}

/** In place of those that a canceled order was placed with. */
async function writeLines(tx: Queries, orderId: string, lines: StoredBasket['lines']): Promise<void> {
  await tx.query('DELETE FROM order_lines WHERE order_id = $1', [orderId]);
  await tx.query(
    `INSERT INTO order_lines (order_id, product_id, quantity, price_version)
     SELECT $1, * FROM unnest($2::text[], $3::int[], $4::int[])`,
    [
      orderId,
      lines.map(line => line.product_id),
      lines.map(line => line.quantity),
      lines.map(line => line.price_version),
    ],
  );
}

/** reserved → charging, with another card or the same: the pieces and prices are those it was made with. The address, the customer and the secret are new: the order belongs to the request that pays it. */
export async function chargeAgain(
  tx: Queries,
  key: OrderKey,
  orderId: string,
  request: PlaceOrder,
): Promise<ChargingOrder> {
  const { cardToken, deliverTo, customerId = null } = request;
  const [order] = await tx.query<ChargingRow>(
    `UPDATE orders SET status = 'charging', card_token = $2, deliver_to = $3, customer_id = $4, fence = fence + 1,
       decline_reason = NULL, unknown_answers = 0, look_again_at = clock_timestamp() + $5 * interval '1 ms',
       secret_hash = $7, attempt_id = gen_random_uuid(), charge_key = $6
     WHERE id = $1 AND status = 'reserved'
     RETURNING ${charging}`,
    [
      orderId,
      cardToken,
      JSON.stringify(deliverTo),
      customerId,
      config.leaseMs,
      chargeKeyOf(key),
      secretHashOf(request),
    ],
  );
  return one(order);
}

/** reserved → charging, by a charge that was captured and forgotten here. Undefined when the order is no longer reserved. */
export async function claimPaid(
  queries: Queries,
  orderId: string,
  chargeKey: string,
): Promise<ChargingOrder | undefined> {
  const [order] = await queries.query<ChargingRow>(
    `UPDATE orders SET status = 'charging', card_token = $2, charge_key = $3, fence = fence + 1, unknown_answers = 1,
       attempt_id = gen_random_uuid(), look_again_at = clock_timestamp() + $4 * interval '1 ms'
     WHERE id = $1 AND status = 'reserved'
     RETURNING ${charging}`,
    [orderId, NO_CARD, chargeKey, config.leaseMs],
  );
  return order && one(order);
}

/**
 * Makes sure that an order is never paid by a charge that is about to be refunded: one that is reserved is canceled, and the id
 * is used up. False when the order is being charged or paid: then the charge must stay.
 */
export async function renounceCharge(tx: Queries, orderId: string): Promise<boolean> {
  await lockOrderId(tx, orderId);
  const [order] = await tx.query<{ status: string }>('SELECT status FROM orders WHERE id = $1 FOR UPDATE', [orderId]);
  if (order !== undefined && order.status !== 'reserved' && order.status !== 'cancelled') return false;
  if (order?.status === 'reserved') await cancelOrder(tx, orderId);
  await tx.query('INSERT INTO returned_orders (order_id) VALUES ($1) ON CONFLICT DO NOTHING', [orderId]);
  return true;
}

/** Moves charging → confirmed. Returns false when another worker has ended this charge, or the attempt was forgotten. */
export async function markConfirmed(
  tx: Queries,
  { id, chargeNumber, attemptId }: ChargingOrder,
  card: { brand: string; last4: string } | null,
): Promise<boolean> {
  const marked = await tx.query(
    `UPDATE orders SET status = 'confirmed', card_token = NULL, look_again_at = NULL, decline_reason = NULL,
       card_brand = $4, card_last4 = $5
     WHERE id = $1 AND status = 'charging' AND charge_number = $2 AND ${isAttempt('$3')}
     RETURNING id`,
    [id, chargeNumber, attemptId, card?.brand ?? null, card?.last4 ?? null],
  );
  return marked.length === 1;
}

/** charging → reserved, after a final no: the next card gets the next charge. False as above. */
export async function markDeclined(
  tx: Queries,
  { id, chargeNumber, attemptId }: ChargingOrder,
  reason: string,
): Promise<boolean> {
  const marked = await tx.query(
    `UPDATE orders SET status = 'reserved', card_token = NULL, look_again_at = NULL, decline_reason = $4,
       charge_number = charge_number + 1, ended_charge_key = charge_key, charge_key = NULL
     WHERE id = $1 AND status = 'charging' AND charge_number = $2 AND ${isAttempt('$3')}
     RETURNING id`,
    [id, chargeNumber, attemptId, reason],
  );
  return marked.length === 1;
}

/** charging → reserved, when payment certainly did nothing. False when another process has taken over, and may have asked. */
export async function markNotSent(queries: Queries, { id, fence, attemptId }: ChargingOrder): Promise<boolean> {
  const marked = await queries.query(
    `UPDATE orders SET status = 'reserved', card_token = NULL, look_again_at = NULL, charge_number = charge_number + 1,
       ended_charge_key = charge_key, charge_key = NULL
     WHERE id = $1 AND status = 'charging' AND fence = $2 AND ${isAttempt('$3')}
     RETURNING id`,
    [id, fence, attemptId],
  );
  return marked.length === 1;
}

/** Stays charging; the sweeper asks again after 1 s doubling to 30 s, or 1 s when payment could not even be asked. */
export async function markUnknown(
  queries: Queries,
  { id, fence, attemptId }: ChargingOrder,
  asked: boolean,
): Promise<void> {
  await queries.query(
    `UPDATE orders SET unknown_answers = CASE WHEN $4 THEN unknown_answers + 1 ELSE greatest(unknown_answers, 1) END,
       look_again_at = clock_timestamp()
         + CASE WHEN $4 THEN least(30, 2 ^ least(unknown_answers, 5)) ELSE 1 END * interval '1 s'
     WHERE id = $1 AND status = 'charging' AND fence = $2 AND ${isAttempt('$3')}`,
    [id, fence, attemptId, asked],
  );
}

/** The order this basket has under way, held until this transaction ends. */
export async function unsettledOrder(tx: Queries, basketId: string) {
  const [order] = await tx.query<{ id: string; status: 'reserved' | 'charging'; basket_version: number }>(
    `SELECT id, status, basket_version FROM orders
     WHERE basket_id = $1 AND status IN ('reserved', 'charging') FOR UPDATE`,
    [basketId],
  );
  return order;
}

/** Moves reserved → `cancelled` and releases the stock. The caller has locked the row and knows that it is reserved. */
export async function cancelOrder(tx: Queries, id: string): Promise<void> {
  await tx.query(`UPDATE orders SET status = 'cancelled' WHERE id = $1 AND status = 'reserved'`, [id]);
  await releaseStock(tx, id);
}

/** Cancels one order whose hold is over; false when there is none. */
export async function endHold(tx: Queries): Promise<boolean> {
  const [order] = await tx.query<{ id: string }>(
    `SELECT id FROM orders WHERE status = 'reserved' AND hold_ends_at <= clock_timestamp()
     ORDER BY hold_ends_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
  );
  if (order !== undefined) await cancelOrder(tx, order.id);
  return order !== undefined;
}

/** Takes over charges that are due, at most `limit`: left by a crash, or unknown for long enough. */
export async function takeOver(queries: Queries, limit: number): Promise<ChargingOrder[]> {
  const rows = await queries.query<ChargingRow>(
    `UPDATE orders SET fence = fence + 1, look_again_at = clock_timestamp() + $2 * interval '1 ms'
     WHERE id IN (
       SELECT id FROM orders WHERE status = 'charging' AND look_again_at <= clock_timestamp()
       ORDER BY look_again_at LIMIT $1 FOR UPDATE SKIP LOCKED)
     RETURNING ${charging}`,
    [limit, config.leaseMs],
  );
  return rows.map(row => one(row));
}

function one(row: ChargingRow | undefined): ChargingOrder {
  if (row === undefined) throw new Error('an order changed its state under its own lock');
  const { id, basket_id: basketId, charge_number: chargeNumber, fence, card_token: cardToken } = row;
  const chargeKey = row.charge_key ?? `order-${id}-txn-${chargeNumber}`; // of the version before
  const total = fromMinor(row.amount_minor, row.currency);
  const placedAt = row.placed_at.toISOString();
  const traceparent = row.traceparent ?? undefined;
  const attemptId = row.attempt_id;
  return { id, basketId, chargeNumber, chargeKey, attemptId, fence, cardToken, total, placedAt, traceparent };
}
