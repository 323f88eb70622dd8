import type { Queries } from '@watertight/service-kit';
import { OutOfStockError } from '../orders/order-problems.ts';
import { kmBetween } from './great-circle.ts';

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

/** Where an order goes, as far as a letter tells. */
export interface Place {
  city: string;
  country: string;
}

/**
 * The store in that city, else the middle of the stores in its country; without any store there, no distance is known.
 * $3 is the city, $4 the country.
 */
const HERE = `(
  SELECT avg(latitude) AS latitude, avg(longitude) AS longitude FROM (
    SELECT latitude, longitude, rank() OVER (ORDER BY lower(name) = lower($3) DESC) FROM stores WHERE country = $4
  ) AS harbour WHERE rank = 1
) AS here`;
/** A parcel that crosses no border is nearer than any other. */
const NEAREST = `s.country = $4 DESC, ${kmBetween('here', 's')}, s.id`;

/**
 * Says which stores an order should come from: one that has everything, the nearest first; else several.
 *
 * Looks and takes nothing.
 *
 * @throws OutOfStockError (409) with what is missing in all stores together
 */
export async function pickStores(queries: Queries, wanted: readonly Wanted[], place: Place): Promise<Part[]> {
  const storeId = await storeWithAll(queries, wanted, place);
  if (storeId !== undefined)
    return wanted.map(({ product_id, quantity }) => ({ product_id, store_id: storeId, quantity }));
  const parts = await splitOverStores(queries, wanted, place);
  const missing = wanted.flatMap(({ product_id: productId, name, quantity }) => {
    const available = parts.filter(part => part.product_id === productId).reduce((sum, part) => sum + part.quantity, 0);
    return available < quantity ? [{ productId, name, wanted: quantity, available }] : [];
  });
  if (missing.length > 0) throw new OutOfStockError(missing);
  return parts;
}

async function storeWithAll(queries: Queries, wanted: readonly Wanted[], place: Place): Promise<string | undefined> {
  const [store] = await queries.query<{ id: string }>(
    `SELECT s.id
     FROM unnest($1::text[], $2::int[]) AS wanted (product_id, quantity)
     JOIN stock USING (product_id)
     JOIN stores s ON s.id = stock.store_id
     CROSS JOIN ${HERE}
     WHERE stock.available >= wanted.quantity
     GROUP BY s.id, here.latitude, here.longitude
     HAVING count(*) = cardinality($1)
     ORDER BY ${NEAREST}
     LIMIT 1`,
    values(wanted, place),
  );
  return store?.id;
}

/** Per product: stores that have all of it first, then the nearest; each gives what is still wanted. */
function splitOverStores(queries: Queries, wanted: readonly Wanted[], place: Place): Promise<Part[]> {
  return queries.query<Part>(
    `SELECT product_id, store_id, least(available, wanted - before)::int AS quantity
     FROM (
       SELECT product_id, store_id, available, wanted.quantity AS wanted,
         sum(available) OVER (
           PARTITION BY product_id
           ORDER BY available >= wanted.quantity DESC, ${NEAREST}
           ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
         ) - available AS before
       FROM unnest($1::text[], $2::int[]) AS wanted (product_id, quantity)
       JOIN stock USING (product_id)
       JOIN stores s ON s.id = stock.store_id
       CROSS JOIN ${HERE}
       WHERE available > 0
     ) AS line
     WHERE before < wanted`,
    values(wanted, place),
  );
}

function values(wanted: readonly Wanted[], { city, country }: Place): [string[], number[], string, string] {
  return [wanted.map(each => each.product_id), wanted.map(each => each.quantity), city, country];
}
