import type { Basket } from '@watertight/contracts/checkout';
import type { Queries } from '@watertight/service-kit';
import { lineOf, type PricedLine, totalOf } from './lines.ts';

/** Kinds of things in one basket; with 99 pieces of each its total still fits on the wire. */
export const MAX_LINES = 50;

export interface StoredBasket {
  id: string;
  version: number;
  lines: PricedLine[];
}

/** A basket at the prices of now. One never seen is empty, at version 0. */
export async function readBasket(tx: Queries, id: string): Promise<StoredBasket> {
  const rows = await tx.query<{ version: number } & (PricedLine | { product_id: null })>(
    `SELECT b.version, l.quantity, o.*
     FROM baskets b
     LEFT JOIN basket_lines l ON l.basket_id = b.id
     LEFT JOIN offers o USING (product_id)
     WHERE b.id = $1
     ORDER BY l.added_at, l.product_id`,
    [id],
  );
  const lines = rows.filter(row => row.product_id !== null);
  return { id, version: rows[0]?.version ?? 0, lines };
}

/** Reads a basket and locks it: no other transaction changes it before this one ends. */
export async function lockBasket(tx: Queries, id: string): Promise<StoredBasket> {
  await tx.query('SELECT FROM baskets WHERE id = $1 FOR UPDATE', [id]);
  return readBasket(tx, id);
}

/** Makes the basket if it is new, and holds it until this transaction ends: before its lines, as an order does. */
export async function holdBasket(tx: Queries, id: string): Promise<void> {
  await tx.query('INSERT INTO baskets (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET changed_at = clock_timestamp()', [
    id,
  ]);
}

export async function growVersion(tx: Queries, id: string): Promise<void> {
  await tx.query('UPDATE baskets SET version = version + 1, changed_at = clock_timestamp() WHERE id = $1', [id]);
}

/** Takes out what was ordered; what was put in meanwhile stays. */
export async function takeOrderedOut(tx: Queries, basketId: string, orderId: string): Promise<void> {
  await tx.query(
    `DELETE FROM basket_lines b USING order_lines o
     WHERE b.basket_id = $1 AND o.order_id = $2 AND b.product_id = o.product_id AND b.quantity <= o.quantity`,
    [basketId, orderId],
  );
  await tx.query(
    `UPDATE basket_lines b SET quantity = b.quantity - o.quantity FROM order_lines o
     WHERE b.basket_id = $1 AND o.order_id = $2 AND b.product_id = o.product_id AND b.quantity > o.quantity`,
    [basketId, orderId],
  );
  await growVersion(tx, basketId);
}

export function basketOf({ id, version, lines }: StoredBasket): Basket {
  const count = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return { id, version, lines: lines.map(lineOf), count, total: totalOf(lines) };
}
