import { Controller, Param, Query } from '@nestjs/common';
import { type Currency, fromMinor } from '@watertight/contracts';
import { checkout, type Harbour, type Stock } from '@watertight/contracts/checkout';
import { Database, Serves } from '@watertight/service-kit';
import { ProductNotSoldError } from '../prices/product-not-sold.ts';
import { kmBetween } from './great-circle.ts';

/** As many as a person reads; the stores' own pages tell the rest. */
const HARBOURS = 8;

interface Row {
  price_version: number;
  amount_minor: bigint;
  currency: Currency;
  in_stores: number;
  stores: number;
  available: number;
  harbours: Harbour[];
}

const KM = kmBetween('here', 'there');

const STOCK = `
  SELECT o.price_version, o.amount_minor, o.currency, (SELECT count(*)::int FROM stores) AS stores,
    count(*) FILTER (WHERE s.available > 0)::int AS in_stores, coalesce(sum(s.available), 0)::int AS available,
    ARRAY(
      SELECT jsonb_build_object('storeId', there.id, 'name', there.name, 'available', stock.available, 'km', ${KM})
      FROM stock
      JOIN stores there ON there.id = stock.store_id
      LEFT JOIN stores here ON here.id = $2
      WHERE stock.product_id = $1 AND stock.available > 0
      ORDER BY ${KM}, stock.available DESC, there.id
      LIMIT ${HARBOURS}
    ) AS harbours
  FROM offers o LEFT JOIN stock s USING (product_id)
  WHERE product_id = $1
  GROUP BY o.price_version, o.amount_minor, o.currency`;

/** `GET /stock/:productId`: the current price, and the stores that have the product. */
@Controller()
export class ReadStock {
  constructor(private readonly database: Database) {}

  @Serves(checkout.readStock)
  async handle(
    @Param({ schema: checkout.readStock.params }) { productId }: { productId: string },
    @Query({ schema: checkout.readStock.query }) { near }: { near?: string },
  ): Promise<Stock> {
    const [row] = await this.database.query<Row>(STOCK, [productId, near ?? null]);
    if (row === undefined) throw new ProductNotSoldError(productId);
    const { price_version: priceVersion, in_stores: inStores, stores, available, harbours } = row;
    const price = fromMinor(row.amount_minor, row.currency);
    return { productId, price, priceVersion, inStores, stores, available, harbours };
  }
}
