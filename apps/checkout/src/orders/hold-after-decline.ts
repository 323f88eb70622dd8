import type { Queries } from '@watertight/service-kit';
import { config } from '../config.ts';
import { cancelOrder } from './order-states.ts';

/** A declined card costs its sender nothing: without these two limits, three forms emptied 273 pieces in 100 stores. */
const MAX_PIECES_PER_LINE = 5;
/** Of a product's free and so held pieces, over all stores. The other three quarters stay for cards that pay. */
const MAX_HELD_RATIO = 0.25;

/** A line of an order: so many pieces of one product. */
interface OrderedPieces {
  product_id: string;
  quantity: number;
}

/**
 * Shortens the hold of an order whose card was just declined, or cancels the order if its pieces are too many to hold.
 *
 * Runs in the transaction of the decline, after `markDeclined`. Returns the end of the hold (ISO 8601), null if canceled.
 * A further decline never moves that end: an order is held for `HOLD_AFTER_DECLINE_MS` after its first decline at most.
 */
export async function holdAfterDecline(tx: Queries, orderId: string): Promise<string | null> {
  const lines = await lockProducts(tx, orderId);
  const heldUntil = (await isTooMuch(tx, lines)) ? null : await shortenHold(tx, orderId);
  if (heldUntil === null) await cancelOrder(tx, orderId);
  return heldUntil;
}

/**
 * Returns the lines of the order. Declines of one product wait for each other here, or several at once would each count only their own pieces.
 *
 * Locks are taken in the order baskets, orders, products, stock; products by id. Baskets and prices that only refer to
 * a product do not wait for this kind of lock.
 */
function lockProducts(tx: Queries, orderId: string): Promise<OrderedPieces[]> {
  return tx.query<OrderedPieces>(
    `SELECT l.product_id, l.quantity FROM order_lines l JOIN products p ON p.id = l.product_id
     WHERE l.order_id = $1 ORDER BY p.id FOR NO KEY UPDATE OF p`,
    [orderId],
  );
}

async function isTooMuch(tx: Queries, lines: readonly OrderedPieces[]): Promise<boolean> {
  if (lines.some(({ quantity }) => quantity > MAX_PIECES_PER_LINE)) return true;
  const overHeld = await tx.query(
    `WITH held AS (
       SELECT r.product_id, sum(r.quantity) AS pieces FROM orders o JOIN reservations r ON r.order_id = o.id
       WHERE o.status = 'reserved' AND o.decline_reason IS NOT NULL AND r.product_id = ANY($1) GROUP BY 1
     ), free AS (
       SELECT product_id, sum(available) AS pieces FROM stock WHERE product_id = ANY($1) GROUP BY 1
     )
     SELECT FROM held JOIN free USING (product_id)
     WHERE held.pieces > $2::float8 * (free.pieces + held.pieces) LIMIT 1`,
    [lines.map(line => line.product_id), MAX_HELD_RATIO],
  );
  return overHeld.length > 0;
}

/** Returns null if the hold is over already, as after a charge that was unknown for longer than `HOLD_MS`. */
async function shortenHold(tx: Queries, orderId: string): Promise<string | null> {
  const [hold] = await tx.query<{ hold_ends_at: Date }>(
    `UPDATE orders SET hold_ends_at = least(hold_ends_at, clock_timestamp() + $2 * interval '1 ms')
     WHERE id = $1 AND hold_ends_at > clock_timestamp()
     RETURNING hold_ends_at`,
    [orderId, config.holdAfterDeclineMs],
  );
  return hold?.hold_ends_at.toISOString() ?? null;
}
