import type { Database } from '@watertight/service-kit';
import { receiveShipment } from './receive-shipment.ts';
import { LOW } from './shipments.ts';

/**
 * Plays the staff of the stores in the demo: the emptiest store that is low on something claims its shipment, and
 * unpacks what has traveled for long enough.
 *
 * Several processes may do so at once: a shipment is claimed and unpacked once, as when stores ask for it themselves.
 */
export async function keepShelves(database: Database, travelMs: number): Promise<void> {
  await database.query(
    `UPDATE shipments SET status = 'claimed', store_id = emptiest.store_id, claimed_at = clock_timestamp()
     FROM (
       SELECT DISTINCT ON (product_id) product_id, store_id FROM stock
       WHERE product_id IN (SELECT product_id FROM shipments WHERE status = 'open') AND ${LOW}
       ORDER BY product_id, available, store_id
     ) emptiest
     WHERE shipments.product_id = emptiest.product_id AND shipments.status = 'open'`,
  );
  const arrived = await database.query<{ id: string; store_id: string }>(
    `SELECT id, store_id FROM shipments
     WHERE status = 'claimed' AND coalesce(claimed_at, raised_at) <= clock_timestamp() - $1 * interval '1 millisecond'
     ORDER BY raised_at, id LIMIT 100`,
    [travelMs],
  );
  for (const { id, store_id: storeId } of arrived) await receiveShipment(database, id, storeId);
}
