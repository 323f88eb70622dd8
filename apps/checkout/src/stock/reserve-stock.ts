import type { Queries } from '@watertight/service-kit';
import { coordination } from '../coordination.ts';
import { type Part, pickStores, type Place, type Wanted } from './pick-stores.ts';
import { takeNaively } from './take-naively.ts';

/** Another order took the stock between reading and reserving it: the transaction starts again. */
export class StockMovedError extends Error {
  override readonly name = 'StockMovedError';
}

/**
 * Takes pieces out of what is available and holds them for an order: one conditional update per store and product.
 *
 * @throws OutOfStockError (409) with what is missing
 * @throws StockMovedError another order took a picked piece first; nothing is known to be missing
 */
export async function reserveStock(
  tx: Queries,
  { orderId, wanted, deliverTo }: { orderId: string; wanted: readonly Wanted[]; deliverTo: Place },
): Promise<void> {
  const parts = await pickStores(tx, wanted, deliverTo);
  const take = coordination.isOn ? takeIfThere : takeNaively;
  for (const part of sorted(parts)) {
    if (!(await take(tx, part))) throw new StockMovedError(`${part.product_id} at ${part.store_id}`);
  }
  await tx.query(
    `INSERT INTO reservations (order_id, product_id, store_id, quantity)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::int[])`,
    [orderId, parts.map(part => part.product_id), parts.map(part => part.store_id), parts.map(part => part.quantity)],
  );
}

/** The picked stores are only a guess: the condition of this statement is what prevents overselling. */
async function takeIfThere(tx: Queries, { product_id, store_id, quantity }: Part): Promise<boolean> {
  const taken = await tx.query(
    `UPDATE stock SET available = available - $3, reserved = reserved + $3
     WHERE product_id = $1 AND store_id = $2 AND available >= $3
     RETURNING store_id`,
    [product_id, store_id, quantity],
  );
  return taken.length === 1;
}

/** The order was paid: what was held for it is sold. */
export async function sellStock(tx: Queries, orderId: string): Promise<void> {
  const parts = await tx.query<Part>('SELECT product_id, store_id, quantity FROM reservations WHERE order_id = $1', [
    orderId,
  ]);
  for (const { product_id: productId, store_id: storeId, quantity } of sorted(parts)) {
    await tx.query(
      'UPDATE stock SET reserved = reserved - $3, sold = sold + $3 WHERE product_id = $1 AND store_id = $2',
      [productId, storeId, quantity],
    );
  }
}

/** The order was given up: what was held for it is available again. */
export async function releaseStock(tx: Queries, orderId: string): Promise<void> {
  const parts = await tx.query<Part>(
    'DELETE FROM reservations WHERE order_id = $1 RETURNING product_id, store_id, quantity',
    [orderId],
  );
  for (const { product_id: productId, store_id: storeId, quantity } of sorted(parts)) {
    await tx.query(
      'UPDATE stock SET reserved = reserved - $3, available = available + $3 WHERE product_id = $1 AND store_id = $2',
      [productId, storeId, quantity],
    );
  }
}

/** One order for all who lock stock rows: unsorted, 19 of 20 pairs of opposite baskets deadlocked. */
function sorted(parts: readonly Part[]): Part[] {
  const place = ({ product_id: productId, store_id: storeId }: Part) => `${productId} ${storeId}`;
  return parts.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
}
