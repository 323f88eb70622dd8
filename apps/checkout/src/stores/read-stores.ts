import { Controller, Param } from '@nestjs/common';
import { checkout, type Store } from '@watertight/contracts/checkout';
import { Database, type Queries, Serves, ShopError } from '@watertight/service-kit';
import { type ShipmentRow, shipmentOf } from '../shipments/shipments.ts';

const withWhatLiesThere = `
  SELECT s.id AS slug, s.name, s.country, s.latitude, s.longitude,
    coalesce(sum(stock.available), 0)::int AS pieces, count(*) FILTER (WHERE stock.available > 0)::int AS products,
    (SELECT coalesce(sum(quantity), 0)::int FROM shipments WHERE store_id = s.id AND status = 'claimed') AS coming
  FROM stores s LEFT JOIN stock ON stock.store_id = s.id`;

/** `GET /stores`: the hundred stores, by name. */
@Controller()
export class ListStores {
  constructor(private readonly database: Database) {}

  @Serves(checkout.listStores)
  async handle(): Promise<{ stores: Store[] }> {
    return { stores: await this.database.query<Store>(`${withWhatLiesThere} GROUP BY s.id ORDER BY s.name`) };
  }
}

/** `GET /stores/:storeId`: one store, its stock, and what is on its way to it. */
@Controller()
export class ReadStore {
  constructor(private readonly database: Database) {}

  @Serves(checkout.readStore)
  async handle(@Param({ schema: checkout.readStore.params }) { storeId }: { storeId: string }) {
    const [store] = await this.database.query<Store>(`${withWhatLiesThere} WHERE s.id = $1 GROUP BY s.id`, [storeId]);
    if (store === undefined) throw new StoreNotFoundError(storeId);
    const [stock, incoming] = await Promise.all([stockOf(this.database, storeId), incomingTo(this.database, storeId)]);
    return { ...store, stock, incoming };
  }
}

function stockOf(queries: Queries, storeId: string) {
  return queries.query<{ productId: string; slug: string; name: string; available: number }>(
    `SELECT p.id AS "productId", p.slug, p.name, stock.available
     FROM stock JOIN products p ON p.id = stock.product_id
     WHERE stock.store_id = $1 AND stock.available > 0
     ORDER BY p.name, p.id`,
    [storeId],
  );
}

async function incomingTo(queries: Queries, storeId: string) {
  const rows = await queries.query<ShipmentRow & { slug: string; name: string }>(
    `SELECT s.*, p.slug, p.name FROM shipments s JOIN products p ON p.id = s.product_id
     WHERE store_id = $1 AND status = 'claimed' ORDER BY raised_at, s.id LIMIT 100`,
    [storeId],
  );
  return rows.map(row => ({ ...shipmentOf(row), slug: row.slug, name: row.name }));
}

export class StoreNotFoundError extends ShopError {
  constructor(storeId: string) {
    super(`There is no store "${storeId}".`, { code: 'store-not-found', status: 404, members: { storeId } });
  }
}
