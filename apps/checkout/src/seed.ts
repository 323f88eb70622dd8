import { products, stock, stores } from '@watertight/demo-data';
import type { Queries } from '@watertight/service-kit';
import { CURRENCY } from './baskets/lines.ts';

/** Fills the empty shop: 300 products at their first price, 100 stores, 11,500 places on their shelves. */
export async function seed(tx: Queries): Promise<void> {
  const [goods, harbours, shelves] = [products(), stores(), stock()];
  await tx.query(
    `INSERT INTO products (id, slug, name, kind)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])`,
    [goods.map(p => p.id), goods.map(p => p.slug), goods.map(p => p.name), goods.map(p => p.kind)],
  );
  await tx.query(
    `INSERT INTO prices (product_id, version, amount_minor, currency)
     SELECT id, 1, amount_minor, $3 FROM unnest($1::text[], $2::bigint[]) AS p (id, amount_minor)`,
    [goods.map(p => p.id), goods.map(p => p.amountMinor), CURRENCY],
  );
  await tx.query(
    `INSERT INTO stores (id, name, country, latitude, longitude)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::float8[])`,
    [
      harbours.map(s => s.id),
      harbours.map(s => s.name),
      harbours.map(s => s.country),
      harbours.map(s => s.latitude),
      harbours.map(s => s.longitude),
    ],
  );
  await tx.query(
    `INSERT INTO stock (product_id, store_id, received, available)
     SELECT product_id, store_id, received, received
     FROM unnest($1::text[], $2::text[], $3::int[]) AS s (product_id, store_id, received)`,
    [shelves.map(s => s.productId), shelves.map(s => s.storeId), shelves.map(s => s.received)],
  );
}
