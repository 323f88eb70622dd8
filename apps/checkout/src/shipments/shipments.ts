import type { StockLow } from '@watertight/contracts';
import type { Shipment } from '@watertight/contracts/checkout';
import type { Queries } from '@watertight/service-kit';

/**
 * Below this many pieces a store is low: with two left, the next customer who wants a pair finds one shelf short of it.
 * The dearest things begin with one to five on a shelf, so that more would call all of those low from the first day.
 */
const LOW_PIECES = 3;
/** What a shipment brings: a dozen, as chandlers pack, and enough not to be low again after the next few orders. */
const PIECES = 12;

export interface ShipmentRow {
  id: string;
  product_id: string;
  quantity: number;
  status: Shipment['status'];
  store_id: string | null;
}

export function shipmentOf({ id, product_id: productId, quantity, status, store_id: storeId }: ShipmentRow): Shipment {
  return { id, productId, quantity, status, storeId };
}

/** Of a row of `stock`: low, and nothing of it on its way there. */
export const LOW = `stock.available < ${LOW_PIECES} AND NOT EXISTS (
  SELECT FROM shipments s
  WHERE s.store_id = stock.store_id AND s.product_id = stock.product_id AND s.status = 'claimed')`;

/** Whether a paid order left a store low on something that is not on its way there already. */
export async function leftStockLow(tx: Queries, orderId: string): Promise<boolean> {
  const low = await tx.query(
    `SELECT FROM reservations r JOIN stock USING (product_id, store_id) WHERE r.order_id = $1 AND ${LOW} LIMIT 1`,
    [orderId],
  );
  return low.length > 0;
}

/** Raises a shipment of a product, or returns the one that is open; undefined for a product that is not sold. */
export async function raiseShipment(queries: Queries, productId: string): Promise<Shipment | undefined> {
  const [row] = await queries.query<ShipmentRow>(
    `INSERT INTO shipments (product_id, quantity) SELECT product_id, ${PIECES} FROM offers WHERE product_id = $1
     ON CONFLICT (product_id) WHERE status = 'open' DO UPDATE SET quantity = shipments.quantity -- or no row is returned
     RETURNING *`,
    [productId],
  );
  return row && shipmentOf(row);
}

/**
 * Raises a shipment for each product that this order made low somewhere, for whichever store claims it first.
 *
 * None while one is open, or on its way to the store that is low: what is known to be missing is not ordered twice.
 */
export async function raiseShipments(tx: Queries, { orderId }: StockLow): Promise<void> {
  await tx.query(
    `INSERT INTO shipments (product_id, quantity)
     SELECT DISTINCT stock.product_id, ${PIECES}
     FROM reservations r JOIN stock USING (product_id, store_id)
     WHERE r.order_id = $1 AND ${LOW}
     ORDER BY stock.product_id -- two orders that raise the same ones wait for each other, not in a circle
     ON CONFLICT (product_id) WHERE status = 'open' DO NOTHING`,
    [orderId],
  );
}
