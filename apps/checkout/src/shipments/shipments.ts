import type { Shipment } from '@watertight/contracts/checkout';
import type { Queries } from '@watertight/service-kit';

/** Below this many pieces a store is low. */
const LOW = 3;
/** What a shipment brings. */
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

/** Raises a shipment for each product that this order made low somewhere, unless one is open already. */
export async function raiseShipments(tx: Queries, orderId: string): Promise<void> {
  await tx.query(
    `INSERT INTO shipments (product_id, quantity)
     SELECT DISTINCT stock.product_id, ${PIECES}
     FROM reservations r JOIN stock USING (product_id, store_id)
     WHERE r.order_id = $1 AND stock.available < ${LOW}
     ORDER BY stock.product_id -- two orders that raise the same ones wait for each other, not in a circle
     ON CONFLICT (product_id) WHERE status = 'open' DO NOTHING`,
    [orderId],
  );
}
