import { Body, Controller, Param, UseGuards } from '@nestjs/common';
import { checkout, type StockBefore, StockCount } from '@watertight/contracts/checkout';
import { Database, OpsOnly, type Queries, Serves } from '@watertight/service-kit';
import { config } from '../config.ts';
import { ProductNotSoldError } from '../prices/product-not-sold.ts';
import { StoreNotFoundError } from '../stores/read-stores.ts';

/** `PUT /stock/:productId`: what was counted on the shelves is what is available from now on. */
@Controller()
@UseGuards(new OpsOnly(config.opsToken))
export class CountStock {
  constructor(private readonly database: Database) {}

  /** What orders have reserved stays reserved: it was put aside, and is not counted. */
  @Serves(checkout.countStock)
  handle(
    @Param({ schema: checkout.countStock.params }) { productId }: { productId: string },
    @Body({ schema: StockCount }) { available, elsewhere }: StockCount,
  ): Promise<StockBefore> {
    return this.database.transaction(async tx => {
      const before = await lockShelves(tx, productId);
      const isSold = await tx.query('SELECT FROM offers WHERE product_id = $1', [productId]);
      if (isSold.length === 0) throw new ProductNotSoldError(productId);
      const others = elsewhere === undefined ? [] : Object.keys(before).map(storeId => [storeId, elsewhere] as const);
      await setShelves(tx, productId, { ...Object.fromEntries(others), ...available });
      return { before };
    });
  }
}

/** Locks the shelves in the order in which orders lock them, and returns how many pieces are available on each. */
async function lockShelves(tx: Queries, productId: string): Promise<Record<string, number>> {
  const rows = await tx.query<{ store_id: string; available: number }>(
    'SELECT store_id, available FROM stock WHERE product_id = $1 ORDER BY store_id COLLATE "C" FOR UPDATE',
    [productId],
  );
  return Object.fromEntries(rows.map(({ store_id: storeId, available }) => [storeId, available]));
}

async function setShelves(tx: Queries, productId: string, available: Readonly<Record<string, number>>): Promise<void> {
  const set = await tx.query<{ store_id: string }>(
    `INSERT INTO stock AS shelf (product_id, store_id, received, available)
     SELECT $1, stores.id, pieces, pieces
     FROM unnest($2::text[], $3::int[]) AS counted (store_id, pieces) JOIN stores ON stores.id = counted.store_id
     ON CONFLICT (product_id, store_id) DO UPDATE
     SET received = shelf.received - shelf.available + excluded.available, available = excluded.available
     RETURNING store_id`,
    [productId, Object.keys(available), Object.values(available)],
  );
  const known = new Set(set.map(({ store_id: storeId }) => storeId));
  const unknown = Object.keys(available).find(storeId => !known.has(storeId));
  if (unknown !== undefined) throw new StoreNotFoundError(unknown);
}
