import { Controller, Param } from '@nestjs/common';
import { type Currency, fromMinor } from '@watertight/contracts';
import { checkout, type Stock } from '@watertight/contracts/checkout';
import { Database, Serves } from '@watertight/service-kit';
import { ProductNotSoldError } from '../prices/product-not-sold.ts';

interface Row {
  price_version: number;
  amount_minor: bigint;
  currency: Currency;
  in_stores: number;
  stores: number;
  available: number;
}

/** `GET /stock/:productId`: the price of now, and in how many harbours a product lies. */
@Controller()
export class ReadStock {
  constructor(private readonly database: Database) {}

  @Serves(checkout.readStock)
  async handle(@Param({ schema: checkout.readStock.params }) { productId }: { productId: string }): Promise<Stock> {
    const [row] = await this.database.query<Row>(
      `SELECT o.price_version, o.amount_minor, o.currency, (SELECT count(*)::int FROM stores) AS stores,
         count(*) FILTER (WHERE s.available > 0)::int AS in_stores, coalesce(sum(s.available), 0)::int AS available
       FROM offers o LEFT JOIN stock s USING (product_id)
       WHERE product_id = $1
       GROUP BY o.price_version, o.amount_minor, o.currency`,
      [productId],
    );
    if (row === undefined) throw new ProductNotSoldError(productId);
    const { price_version: priceVersion, in_stores: inStores, stores, available } = row;
    return { productId, price: fromMinor(row.amount_minor, row.currency), priceVersion, inStores, stores, available };
  }
}
