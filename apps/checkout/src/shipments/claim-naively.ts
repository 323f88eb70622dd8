import { setTimeout as think } from 'node:timers/promises';
import type { Database } from '@watertight/service-kit';
import { THINK_MS } from '../coordination.ts';
import type { ShipmentRow } from './shipments.ts';

/**
 * Claims a shipment by reading it, thinking, and writing it back. It runs only with `coordination` switched off.
 *
 * The transaction does not help: each sees "open" until another has committed, and overwrites the store that came before.
 * So as many stores are told "yours" as read within the time of one thought: one on each connection of the pool.
 */
export function claimNaively(database: Database, id: string, storeId: string): Promise<ShipmentRow | undefined> {
  return database.transaction(async tx => {
    const [read] = await tx.query<ShipmentRow>('SELECT * FROM shipments WHERE id = $1', [id]);
    if (read?.status !== 'open') return read?.store_id === storeId ? read : undefined;
    await think(THINK_MS);
    const [written] = await tx.query<ShipmentRow>(
      `UPDATE shipments SET status = 'claimed', store_id = $2, claimed_at = clock_timestamp() WHERE id = $1 RETURNING *`,
      [id, storeId],
    );
    return written;
  });
}
