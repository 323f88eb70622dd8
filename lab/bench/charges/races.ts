import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { RealShop } from '../../kit/real-shop.ts';
import { print } from '../figure.ts';

const STORES = 100;
const SHIPMENTS = 60;
const RACES = 20;
const LAST_PIECES = 1000;
/** Races under way at once: two cores have more than enough with these. */
const AT_ONCE = 8;

/** Goods that several want at the same moment, over two processes: how often there was exactly one winner. */
export async function benchRaces(): Promise<void> {
  const promptPayment = fileURLToPath(new URL('prompt-payment.ts', import.meta.url));
  await using shop = await new RealShop({
    apps: [{ name: 'payment', program: [promptPayment], database: false }, 'checkout'],
    replicas: { checkout: 2 },
    databases: { connectionLimit: 60, redis: false },
  }).open();
  await using closing = new AsyncDisposableStack();
  const pool = new pg.Pool({ connectionString: shop.databases.urlFor('checkout'), max: 4 });
  const database = closing.adopt(pool, each => each.end());
  await database.query(
    `INSERT INTO stores SELECT 'harbour-' || n, 'Harbour ' || n, 'NO', 60, 5 FROM generate_series(1, $1::int) AS n`,
    [STORES],
  );
  const urls = ['checkout-1', 'checkout-2'].map(name => shop.urlOf(name));
  print(exactly(`races of ${STORES} stores for ${SHIPMENTS} shipments`, await shipmentRaces(database, urls), RACES));
  print(exactly('races of two buyers for the last piece', await lastPieceRaces(database, urls), LAST_PIECES));
}

function exactly(what: string, won: number, of: number) {
  return { what: `${what} with one winner each`, value: won, unit: `of ${of}`, target: of, targetIs: 'least' } as const;
}

async function shipmentRaces(database: pg.Pool, urls: string[]): Promise<number> {
  let fair = 0;
  for (let race = 1; race <= RACES; race += 1) {
    process.stdout.write(`        race ${race} of ${RACES}\n`);
    const ids = await shipments(database, race);
    // Each store begins with another shipment, so that every one has its own first asker.
    const claim = async (_: unknown, store: number) => {
      const won: string[] = [];
      for (const id of [...ids.slice(store % SHIPMENTS), ...ids.slice(0, store % SHIPMENTS)]) {
        const status = await post(`${urls[store % 2]}/shipments/${id}/claim`, { storeId: `harbour-${store + 1}` });
        if (status === 200) won.push(id);
      }
      return won;
    };
    const won = (await Promise.all(Array.from({ length: STORES }, claim))).flat();
    if (won.length === SHIPMENTS && new Set(won).size === SHIPMENTS) fair += 1;
  }
  return fair;
}

async function shipments(database: pg.Pool, race: number): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>(
    `WITH goods AS (
       INSERT INTO products (id, slug, name, kind)
       SELECT 'wt-' || n, 'winch-' || n, 'Winch ' || n, 'winch' FROM generate_series($1::int, $2::int) AS n RETURNING id
     ) INSERT INTO shipments (product_id, quantity) SELECT id, 12 FROM goods RETURNING id`,
    [race * 1000, race * 1000 + SHIPMENTS - 1],
  );
  return rows.map(({ id }) => id);
}

async function lastPieceRaces(database: pg.Pool, urls: string[]): Promise<number> {
  let left = LAST_PIECES;
  let fair = 0;
  const worker = async () => {
    while (left > 0) {
      const productId = `wt-${100_000 + left}`;
      left -= 1;
      await putOnShelf(database, productId);
      const statuses = await Promise.all(urls.map(url => buy(url, productId)));
      if (statuses.toSorted((a, b) => a - b).join() === '201,409') fair += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return fair;
}

async function putOnShelf(database: pg.Pool, productId: string): Promise<void> {
  await database.query(`INSERT INTO products VALUES ($1, $1, $1, 'winch')`, [productId]);
  await database.query(`INSERT INTO prices VALUES ($1, 1, 9999, 'USD')`, [productId]);
  await database.query(`INSERT INTO stock (product_id, store_id, received, available) VALUES ($1, 'harbour-1', 1, 1)`, [
    productId,
  ]);
}

async function buy(url: string, productId: string): Promise<number> {
  const basketId = randomUUID();
  await post(`${url}/baskets/${basketId}/lines`, { productId, quantity: 1 });
  const deliverTo = { name: 'Ada', street: 'Quay 1', city: 'Bergen', country: 'NO' };
  const order = { basketId, priceVersions: { [productId]: 1 }, cardToken: 'tok_visa', deliverTo };
  return post(`${url}/orders`, order);
}

async function post(url: string, body: unknown): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify(body),
  });
  await response.arrayBuffer();
  return response.status;
}
