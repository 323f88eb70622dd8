import type { Queries } from '@watertight/service-kit';
import { OutOfStockError } from '../orders/order-problems.ts';

/** So many pieces of a product, wherever they lie; each product once. */
export interface Wanted {
  product_id: string;
  name: string;
  quantity: number;
}

/** So many pieces of a product at one store. */
export interface Part {
  product_id: string;
  store_id: string;
  quantity: number;
}

/**
 * Says which stores an order should come from: one that has everything, in the customer's own country first; else several.
 *
 * Looks and takes nothing.
 *
 * @throws OutOfStockError (409) with what is missing in all stores together
 */
export async function pickStores(queries: Queries, wanted: readonly Wanted[], country: string): Promise<Part[]> {
  const storeId = await storeWithAll(queries, wanted, country);
  if (storeId !== undefined)
    return wanted.map(({ product_id, quantity }) => ({ product_id, store_id: storeId, quantity }));
  const parts = await splitOverStores(queries, wanted, country);
  const missing = wanted.flatMap(({ product_id: productId, name, quantity }) => {
    const available = parts.filter(part => part.product_id === productId).reduce((sum, part) => sum + part.quantity, 0);
    return available < quantity ? [{ productId, name, wanted: quantity, available }] : [];
  });
  if (missing.length > 0) throw new OutOfStockError(missing);
  return parts;
}

async function storeWithAll(queries: Queries, wanted: readonly Wanted[], country: string): Promise<string | undefined> {
  const [store] = await queries.query<{ id: string }>(
    `SELECT s.id
     FROM unnest($1::text[], $2::int[]) AS wanted (product_id, quantity)
     JOIN stock USING (product_id)
     JOIN stores s ON s.id = stock.store_id
     WHERE stock.available >= wanted.quantity
     GROUP BY s.id
     HAVING count(*) = $3
     ORDER BY s.country = $4 DESC, s.id
     LIMIT 1`,
    [...columns(wanted), wanted.length, country],
  );
  return store?.id;
}

/** Per product: stores that have all of it first, then the customer's country; each gives what is still wanted. */
function splitOverStores(queries: Queries, wanted: readonly Wanted[], country: string): Promise<Part[]> {
  return queries.query<Part>(
    `SELECT product_id, store_id, least(available, wanted - before)::int AS quantity
     FROM (
       SELECT product_id, store_id, available, wanted.quantity AS wanted,
         sum(available) OVER (
           PARTITION BY product_id
           ORDER BY available >= wanted.quantity DESC, s.country = $3 DESC, s.id
           ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
         ) - available AS before
       FROM unnest($1::text[], $2::int[]) AS wanted (product_id, quantity)
       JOIN stock USING (product_id)
       JOIN stores s ON s.id = stock.store_id
       WHERE available > 0
     ) AS line
     WHERE before < wanted`,
    [...columns(wanted), country],
  );
}

function columns(wanted: readonly Wanted[]): [string[], number[]] {
  return [wanted.map(each => each.product_id), wanted.map(each => each.quantity)];
}
