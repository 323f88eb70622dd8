import { setTimeout as think } from 'node:timers/promises';
import type { Queries } from '@watertight/service-kit';
import { THINK_MS } from '../coordination.ts';
import type { Part } from './pick-stores.ts';

/**
 * Takes pieces by reading how many there are and writing back how many are left. It runs only with `coordination` switched off.
 *
 * CHECK (available >= 0) would stop a second `available - 1`. But each buyer writes the 0 that it has computed itself, and no
 * rule of the table sees that it is written twice. A naive shop keeps one number for each shelf, so `received` is made to fit.
 */
export async function takeNaively(tx: Queries, { product_id, store_id, quantity }: Part): Promise<boolean> {
  const [row, ids] = ['product_id = $1 AND store_id = $2', [product_id, store_id]];
  const [shelf] = await tx.query<{ available: number }>(`SELECT available FROM stock WHERE ${row}`, ids);
  if (shelf === undefined || shelf.available < quantity) return false;
  await think(THINK_MS);
  await tx.query(
    `UPDATE stock SET available = $3, reserved = reserved + $4, received = $3 + reserved + $4 + sold WHERE ${row}`,
    [...ids, shelf.available - quantity, quantity],
  );
  return true;
}
