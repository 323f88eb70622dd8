import type { OrderConfirmed } from '@watertight/contracts';
import type { Database, Queries } from '@watertight/service-kit';
import { config } from '../config.ts';

/** The event is ahead of this database, which has lost the order's confirmation. It comes again when the order is confirmed. */
class OrderNotPaidError extends Error {
  override readonly name = 'OrderNotPaidError';
}

/**
 * `ship-order`: every store that holds pieces of a paid order begins to pack them.
 *
 * @throws OrderNotPaidError so that the message takes no effect and is not remembered as handled
 */
export async function packOrder(tx: Queries, { orderId }: OrderConfirmed): Promise<void> {
  const paid = await tx.query(`SELECT FROM orders WHERE id = $1 AND status IN ('confirmed', 'shipped')`, [orderId]);
  if (paid.length === 0) throw new OrderNotPaidError(`order ${orderId} is not paid here`);
  await tx.query(
    `INSERT INTO deliveries (order_id, store_id, pieces, packed_at)
     SELECT order_id, store_id, sum(quantity), clock_timestamp() + $2 * interval '1 ms'
     FROM reservations WHERE order_id = $1
     GROUP BY order_id, store_id
     ON CONFLICT DO NOTHING -- an older inbox may have been restored: what is packed is packed`,
    [orderId, config.packingMs],
  );
}

/** Hands over what is packed; an order whose last delivery has left is shipped. */
export async function shipPacked(database: Database): Promise<void> {
  await database.transaction(async tx => {
    // By order, under its lock: two replicas that each ship one half would both see the other half missing.
    const orders = await tx.query<{ id: string }>(
      `SELECT id FROM orders
       WHERE status = 'confirmed' AND id IN (
         SELECT order_id FROM deliveries WHERE shipped_at IS NULL AND packed_at <= clock_timestamp()
         ORDER BY packed_at LIMIT 100)
       FOR UPDATE SKIP LOCKED`,
    );
    if (orders.length === 0) return;
    const ids = orders.map(({ id }) => id);
    await tx.query(
      `UPDATE deliveries SET shipped_at = clock_timestamp()
       WHERE order_id = ANY($1) AND shipped_at IS NULL AND packed_at <= clock_timestamp()`,
      [ids],
    );
    await tx.query(
      `UPDATE orders SET status = 'shipped'
       WHERE id = ANY($1) AND NOT EXISTS (SELECT FROM deliveries WHERE order_id = orders.id AND shipped_at IS NULL)`,
      [ids],
    );
  });
}
