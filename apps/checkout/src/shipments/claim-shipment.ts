import { Body, Controller, Param } from '@nestjs/common';
import { checkout, type Shipment } from '@watertight/contracts/checkout';
import { Database, Serves, ShopError } from '@watertight/service-kit';
import { coordination } from '../coordination.ts';
import { StoreNotFoundError } from '../stores/read-stores.ts';
import { claimNaively } from './claim-naively.ts';
import { type ShipmentRow, shipmentOf } from './shipments.ts';

/** `GET /shipments`: what no store has claimed yet. */
@Controller()
export class ListShipments {
  constructor(private readonly database: Database) {}

  @Serves(checkout.listShipments)
  async handle(): Promise<{ shipments: Shipment[] }> {
    const rows = await this.database.query<ShipmentRow>(
      `SELECT * FROM shipments WHERE status = 'open' ORDER BY raised_at, id LIMIT 100`,
    );
    return { shipments: rows.map(shipmentOf) };
  }
}

/** `POST /shipments/:shipmentId/claim`: exactly one store gets it. */
@Controller()
export class ClaimShipment {
  constructor(private readonly database: Database) {}

  /**
   * Claims it, or says again that it is theirs.
   *
   * @throws ShipmentClaimedError (409) with the store that has it
   */
  @Serves(checkout.claimShipment)
  async handle(
    @Param({ schema: checkout.claimShipment.params }) { shipmentId }: { shipmentId: string },
    @Body({ schema: checkout.claimShipment.body }) { storeId }: { storeId: string },
  ): Promise<Shipment> {
    const [store] = await this.database.query('SELECT FROM stores WHERE id = $1', [storeId]);
    if (store === undefined) throw new StoreNotFoundError(storeId);
    const claim = coordination.isOn ? claimIfOpen : claimNaively;
    const claimed = await claim(this.database, shipmentId, storeId);
    if (claimed !== undefined) return shipmentOf(claimed);
    const [row] = await this.database.query<ShipmentRow>('SELECT * FROM shipments WHERE id = $1', [shipmentId]);
    if (row === undefined) throw new ShipmentNotFoundError(shipmentId);
    throw new ShipmentClaimedError(shipmentOf(row));
  }
}

/** Returns the row, now or already of that store; undefined when another store has it. */
async function claimIfOpen(database: Database, id: string, storeId: string): Promise<ShipmentRow | undefined> {
  // Read and written in one statement: a second store waits for the first, and then finds the condition false.
  const [claimed] = await database.query<ShipmentRow>(
    `UPDATE shipments SET status = 'claimed', store_id = $2, claimed_at = coalesce(claimed_at, clock_timestamp())
     WHERE id = $1 AND (status = 'open' OR status = 'claimed' AND store_id = $2)
     RETURNING *`,
    [id, storeId],
  );
  return claimed;
}

export class ShipmentNotFoundError extends ShopError {
  constructor(shipmentId: string) {
    super(`There is no shipment ${shipmentId}.`, { code: 'shipment-not-found', status: 404 });
  }
}

export class ShipmentClaimedError extends ShopError {
  constructor({ id, storeId }: Shipment) {
    super(`Shipment ${id} belongs to ${storeId}.`, {
      code: 'shipment-claimed',
      status: 409,
      members: { shipmentId: id, storeId },
    });
  }
}
