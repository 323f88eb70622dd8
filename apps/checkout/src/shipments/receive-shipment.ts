import { Body, Controller, Param } from '@nestjs/common';
import { checkout, type Shipment } from '@watertight/contracts/checkout';
import { Database, type Queries, Serves, ShopError } from '@watertight/service-kit';
import { ShipmentClaimedError, ShipmentNotFoundError } from './claim-shipment.ts';
import { type ShipmentRow, shipmentOf } from './shipments.ts';

/** `POST /shipments/:shipmentId/receive`: its pieces lie on the shelf of the store that claimed it. */
@Controller()
export class ReceiveShipment {
  constructor(private readonly database: Database) {}

  /**
   * Puts the pieces on the shelf once; asked again, says so again.
   *
   * @throws ShipmentNotClaimedError (409) no store has claimed it; ShipmentClaimedError (409) another store has
   */
  @Serves(checkout.receiveShipment)
  async handle(
    @Param({ schema: checkout.receiveShipment.params }) { shipmentId }: { shipmentId: string },
    @Body({ schema: checkout.receiveShipment.body }) { storeId }: { storeId: string },
  ): Promise<Shipment> {
    return receiveShipment(this.database, shipmentId, storeId);
  }
}

export function receiveShipment(database: Database, shipmentId: string, storeId: string): Promise<Shipment> {
  return database.transaction(async tx => {
    const [received] = await tx.query<ShipmentRow>(
      `UPDATE shipments SET status = 'received' WHERE id = $1 AND status = 'claimed' AND store_id = $2 RETURNING *`,
      [shipmentId, storeId],
    );
    if (received === undefined) return alreadyReceived(tx, shipmentId, storeId);
    await tx.query(
      `INSERT INTO stock AS shelf (product_id, store_id, received, available) VALUES ($1, $2, $3, $3)
       ON CONFLICT (product_id, store_id) DO UPDATE
       SET received = shelf.received + $3, available = shelf.available + $3`,
      [received.product_id, storeId, received.quantity],
    );
    return shipmentOf(received);
  });
}

async function alreadyReceived(tx: Queries, shipmentId: string, storeId: string): Promise<Shipment> {
  const [row] = await tx.query<ShipmentRow>('SELECT * FROM shipments WHERE id = $1', [shipmentId]);
  if (row === undefined) throw new ShipmentNotFoundError(shipmentId);
  if (row.store_id === null) throw new ShipmentNotClaimedError(shipmentId);
  if (row.store_id !== storeId) throw new ShipmentClaimedError(shipmentOf(row));
  return shipmentOf(row);
}

export class ShipmentNotClaimedError extends ShopError {
  constructor(shipmentId: string) {
    super(`No store has claimed shipment ${shipmentId} yet: claim it first.`, {
      code: 'shipment-not-claimed',
      status: 409,
    });
  }
}
