import type { Store } from '@watertight/contracts/checkout';
import { type AppProcess, realPostgres, realRedis, startApp, until } from '@watertight/testing';
import { SmallShop } from '../small-shop.fixture.ts';

const THINGS = 20;

describe('the harbours of the demo', () => {
  const postgres = realPostgres();
  const redis = realRedis();
  let processes: AppProcess[];
  const shop = new SmallShop(() => processes[0]?.url ?? '', postgres);
  const things: string[] = [];

  const start = (env: Record<string, string>) =>
    startApp('checkout', {
      DATABASE_URL: postgres.url,
      PAYMENT_URL: 'http://127.0.0.1:9',
      REDIS_URL: redis.url,
      SWEEP_MS: '20',
      ...env,
    });
  const shipments = (status: string) =>
    postgres.query<{ store_id: string }>('SELECT store_id, product_id FROM shipments WHERE status = $1', [status]);
  const raise = (ids: readonly string[]) =>
    postgres.query('INSERT INTO shipments (product_id, quantity) SELECT unnest($1::text[]), 12', [ids]);
  /** Of every thing: pieces in all, and on the shelf of Cork. */
  const shelves = () =>
    postgres.query(
      `SELECT sum(received)::int AS received, (sum(available) FILTER (WHERE store_id = 'cork'))::int AS cork
       FROM stock GROUP BY product_id`,
    );

  beforeAll(async () => {
    processes = [await start({})]; // makes the tables
    await shop.open();
    while (things.length < THINGS) things.push(await shop.product({ aarhus: 9, bergen: 2, cork: 1 }));
  });

  it('claim and unpack nothing where nobody has asked for the demo', async () => {
    await raise(things);
    processes.push(await start({})); // which takes many sweeps
    expect(await shipments('open')).toHaveLength(THINGS);
  });

  it('claim what they are low on, the emptiest store first, and show it as coming', async () => {
    await Promise.all(processes.map(each => each.kill()));
    processes = await Promise.all([1, 2].map(() => start({ SEED: 'demo', TRAVEL_MS: '60000' })));
    await until(async () => (await shipments('claimed')).length === THINGS, { withinMs: 5000 });
    expect(new Set((await shipments('claimed')).map(({ store_id }) => store_id))).toEqual(new Set(['cork']));
    const { body } = await shop.ask<{ stores: Store[] }>('GET', '/stores');
    expect(body.stores.map(({ slug, coming }) => [slug, coming])).toEqual([
      ['aarhus', 0],
      ['bergen', 0],
      ['cork', 12 * THINGS],
    ]);
  });

  it('unpack each shipment once, though two processes do so', async () => {
    await Promise.all(processes.map(each => each.kill()));
    processes = await Promise.all([1, 2].map(() => start({ SEED: 'demo', TRAVEL_MS: '1' })));
    await until(async () => (await shipments('received')).length === THINGS, { withinMs: 5000 });
    expect(await shelves()).toEqual(things.map(() => ({ received: 24, cork: 13 })));
    expect(await shipments('claimed')).toEqual([]);
  });

  it('leave alone what no store is low on', async () => {
    const [plenty] = [await shop.product({ aarhus: 9 })];
    await raise([plenty]);
    await raise([await shop.product({ bergen: 0 })]);
    await until(async () => (await shipments('received')).length === THINGS + 1, { withinMs: 5000 });
    expect(await shipments('open')).toEqual([{ store_id: null, product_id: plenty }]);
  });
});
