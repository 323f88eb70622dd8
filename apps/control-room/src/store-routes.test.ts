import type { Stock } from '@watertight/contracts/checkout';
import { type AppProcess, fakeServer, realPostgres, realRedis, startApp, until } from '@watertight/testing';
import type { Race } from './stores.ts';
import { roomFetch } from './room-fetch.fixture.ts';

/** One piece in the whole chain. */
const COMPASS = 'tell-tale-compass-overhead';

describe('the stores, changed in the control room', () => {
  const [sales, catalogue] = [realPostgres(), realPostgres()];
  const redis = realRedis();
  const absent = fakeServer();
  let checkout: AppProcess;
  let room: AppProcess;

  beforeAll(async () => {
    const demo = { REDIS_URL: redis.url, SEED: 'demo' };
    const urls = { DATABASE_URL: sales.url, PAYMENT_URL: absent.url, FAULTS: 'on', SWEEP_MS: '3600000' };
    checkout = await startApp('checkout', { ...demo, ...urls });
    const search = await startApp('search', { ...demo, DATABASE_URL: catalogue.url });
    const names = ['STOREFRONT', 'PROFILE', 'PAYMENT', 'RECOMMENDATIONS', 'COMMENTS', 'BANK'];
    const others = Object.fromEntries(names.map(name => [`${name}_URL`, absent.url]));
    room = await startApp('control-room', { ...others, CHECKOUT_URL: checkout.url, SEARCH_URL: search.url });
  }, 60_000);

  const request = async <Answer>(method: string, path: string, body?: object) => {
    const response = await roomFetch(`${room.url}${path}`, {
      method,
      headers: { origin: room.url, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Answer & { code?: string } };
  };
  const stockOf = async (productId: string) =>
    (await (await fetch(`${checkout.url}/stock/${productId}`)).json()) as Stock;
  const articleOf = async (slug: string) =>
    (await sales.query<{ id: string }>('SELECT id FROM products WHERE slug = $1', [slug]))[0]?.id ?? '';

  it('have a new price, twice the same one too, by address and by article number', async () => {
    const id = await articleOf(COMPASS);
    const [first, again] = [
      await request('PUT', `/api/products/${COMPASS}/price`, { amountMinor: 12_345 }),
      await request('PUT', `/api/products/${id}/price`, { amountMinor: 12_345 }),
    ];
    expect(first.body).toEqual({ productId: id, price: { amount: '123.45', currency: 'USD' }, priceVersion: 2 });
    expect(again.body).toMatchObject({ priceVersion: 3 });
    expect(await stockOf(id)).toMatchObject({ price: { amount: '123.45' }, priceVersion: 3 });
  });

  it('have what was counted', async () => {
    const id = await articleOf(COMPASS);
    const counted = await request('PUT', `/api/products/${COMPASS}/stock`, { available: { bergen: 2 }, elsewhere: 0 });
    expect(counted.status).toBe(200);
    expect(await stockOf(id)).toMatchObject({ available: 2, inStores: 1, harbours: [{ storeId: 'bergen' }] });
  });

  it('race for one shipment: one of a hundred gets it; without coordination several are told so, and one gets it', async () => {
    const race = async () => (await request<Race>('POST', `/api/products/${COMPASS}/race`)).body;
    const right = await race();
    expect([right.stores, right.owners.length, right.received]).toEqual([100, 1, right.owners]);
    const shown = async () => (await (await roomFetch(room.url)).text()).includes('/patterns/coordination/off');
    await until(shown, { withinMs: 5000 });
    await roomFetch(`${room.url}/patterns/coordination/off`, { method: 'POST', headers: { origin: room.url } });
    const naive = await race();
    expect(naive.owners.length).toBeGreaterThan(1);
    expect(naive.received).toHaveLength(1);
  });

  it.each([
    ['PUT', '/api/products/no-such-thing/price', { amountMinor: 1 }, 404, 'product-not-found'],
    ['PUT', '/api/products/wt-999999/price', { amountMinor: 1 }, 404, 'product-not-sold'],
    ['PUT', `/api/products/${COMPASS}/price`, { amountMinor: 0 }, 400, 'invalid-request'],
    ['PUT', `/api/products/${COMPASS}/price`, { amountMinor: 99_999_999 }, 400, 'invalid-request'],
    ['PUT', `/api/products/${COMPASS}/stock`, { available: { atlantis: 1 } }, 404, 'store-not-found'],
    ['POST', '/api/products/wt-999999/shipments', undefined, 404, 'product-not-sold'],
    ['POST', '/api/products/wt-999999/race', undefined, 404, 'product-not-sold'],
  ])('refuse %s %s %j with %i %s', async (method, path, body, status, code) => {
    const refused = await request(method, path, body);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
  });
});
