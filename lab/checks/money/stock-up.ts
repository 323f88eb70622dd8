import type { MoneyShop } from './shop.ts';

export const stores = ['aarhus', 'bergen', 'cork', 'dover'];
export const products = ['wt-2001', 'wt-2002', 'wt-2003', 'wt-2004', 'wt-2005', 'wt-2006'];
/** Of each product at each store: some run out within the minute, and some never. */
const PIECES = [3, 8, 15, 30, 60, 90];

/** What lay on each shelf of a product before the first customer came. */
export function firstPieces(productId: string): number {
  return PIECES[products.indexOf(productId)] ?? 0;
}

/** Puts a few goods on a few shelves: where there are many of each, no two customers compete. */
export async function stockUp(shop: MoneyShop): Promise<void> {
  await shop.query(
    'checkout',
    `INSERT INTO stores (id, name, country, latitude, longitude)
     SELECT id, initcap(id), 'NO', 60, 5 FROM unnest($1::text[]) AS id`,
    [stores],
  );
  await shop.query(
    'checkout',
    `INSERT INTO products (id, slug, name, kind) SELECT id, 'winch-' || id, 'Winch ' || id, 'winch' FROM unnest($1::text[]) AS id`,
    [products],
  );
  await shop.query(
    'checkout',
    `INSERT INTO prices (product_id, version, amount_minor, currency) SELECT id, 1, 9999, 'USD' FROM unnest($1::text[]) AS id`,
    [products],
  );
  await shop.query(
    'checkout',
    `INSERT INTO stock (product_id, store_id, received, available)
     SELECT product_id, store_id, pieces, pieces
     FROM unnest($1::text[], $2::int[]) AS p (product_id, pieces) CROSS JOIN unnest($3::text[]) AS s (store_id)`,
    [products, PIECES, stores],
  );
}
