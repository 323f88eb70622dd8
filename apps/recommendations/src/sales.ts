import { Injectable } from '@nestjs/common';
import { Database, type Queries, type Effect } from '@watertight/service-kit';
import { type Counts, countOrders } from './count-orders.ts';

const SHELF_SIZE = 8;

/** How often each product was bought, and with which others. Ties are broken by id, so that a shelf does not flicker. */
@Injectable()
export class Sales {
  constructor(private readonly database: Database) {}

  /** The 8 products of which most pieces were bought. */
  async bestsellers(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT product_id AS id FROM sold ORDER BY pieces DESC, product_id LIMIT ${SHELF_SIZE}`,
    );
    return rows.map(({ id }) => id);
  }

  /** The 8 products that most orders hold beside this one; then bestsellers, never the product itself. */
  async boughtWith(productId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `WITH together AS (
         SELECT other_id AS id, orders AS count, 1 AS rank FROM bought_together
         WHERE product_id = $1 ORDER BY orders DESC, other_id LIMIT ${SHELF_SIZE}
       ), bestsellers AS (
         SELECT product_id AS id, pieces AS count, 2 AS rank FROM sold
         WHERE product_id <> $1 AND product_id NOT IN (SELECT id FROM together)
         ORDER BY pieces DESC, product_id LIMIT ${SHELF_SIZE}
       )
       SELECT id FROM (TABLE together UNION ALL TABLE bestsellers) AS shelf
       ORDER BY rank, count DESC, id LIMIT ${SHELF_SIZE}`,
      [productId],
    );
    return rows.map(({ id }) => id);
  }
}

/** Adds to what is known; lasting when the transaction is. Rows are taken in the order of `counts`. */
export async function addSales(tx: Queries, { sold, together }: Counts): Promise<void> {
  await tx.query(
    `INSERT INTO sold (product_id, pieces) SELECT * FROM unnest($1::text[], $2::bigint[])
     ON CONFLICT (product_id) DO UPDATE SET pieces = sold.pieces + excluded.pieces`,
    [sold.map(each => each.productId), sold.map(each => each.pieces)],
  );
  await tx.query(
    `INSERT INTO bought_together (product_id, other_id, orders) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])
     ON CONFLICT (product_id, other_id) DO UPDATE SET orders = bought_together.orders + excluded.orders`,
    [together.map(each => each.productId), together.map(each => each.otherId), together.map(each => each.orders)],
  );
}

/** Learns from one confirmed order what was bought, and what with what. */
export const learnOrder: Effect<'learn-order'> = (tx, { lines }) => addSales(tx, countOrders([lines]));
