import type { OrderConfirmed } from '@watertight/contracts';
import type { Database, Queries } from '@watertight/service-kit';
import { config } from '../config.ts';

/** `ship-order`: every store that holds pieces of a paid order begins to pack them. */
export async function packOrder(tx: Queries, { orderId }: OrderConfirmed): Promise<void> {
  await tx.query(
    `INSERT INTO deliveries (order_id, store_id, pieces, packed_at)
     SELECT order_id, store_id, sum(quantity), clock_timestamp() + $2 * interval '1 ms'
     FROM reservations WHERE order_id = $1
     GROUP BY order_id, store_id`,
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
