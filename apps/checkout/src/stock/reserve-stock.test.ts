import { randomUUID } from 'node:crypto';
import type { Stock } from '@watertight/contracts/checkout';
import { type AppProcess, fakeServer, realPostgres, startApp, until } from '@watertight/testing';
import { Ledger, SmallShop, statusesOf } from '../small-shop.fixture.ts';

describe('the stock of an order', () => {
  const postgres = realPostgres();
  const ledger = new Ledger();
  const payment = fakeServer(ledger.charges);
  let checkout: AppProcess;
  const shop = new SmallShop(() => checkout.url, postgres);

  beforeAll(async () => {
    const env = { DATABASE_URL: postgres.url, PAYMENT_URL: payment.url, LEASE_MS: '2000', SWEEP_MS: '200' };
    checkout = await startApp('checkout', env);
    await shop.open();
  });

  /** As a patient customer: forty at once are more than a slow machine's database serves within a second. */
  const pay = (basketId: string, priceVersions: Record<string, number>) => {
    const key = randomUUID();
    const told = async () => {
      const answer = await shop.pay(basketId, { key, priceVersions });
      return answer.status === 503 ? undefined : answer;
    };
    return until(told, { withinMs: 15_000 });
  };
  /** Whose turn at the database comes too late is told 202; its order is finished without it. */
  const areAllPaid = async (orders: { status: number }[], productId: string) => {
    expect(statusesOf(orders).filter(status => status !== 201 && status !== 202)).toEqual([]);
    const sold = async () => (await shop.pieces(productId))?.sold === orders.length;
    await until(sold, { withinMs: 15_000 });
  };
  const partsOf = (orderId: string) =>
    postgres.query('SELECT product_id, store_id, quantity FROM reservations WHERE order_id = $1 ORDER BY 2, 1', [
      orderId,
    ]);

  it('comes from a store in the customer’s country when that one has everything', async () => {
    const [winch, rope] = [await shop.product({ aarhus: 9, cork: 9 }), await shop.product({ aarhus: 9, cork: 9 })];
    const { body } = await shop.pay(await shop.basket({ [winch]: 2, [rope]: 1 }), { country: 'IE' });
    expect(await partsOf(body.id)).toEqual([
      { product_id: winch, store_id: 'cork', quantity: 2 },
      { product_id: rope, store_id: 'cork', quantity: 1 },
    ]);
  });

  it('comes whole from a foreign store rather than in two parcels', async () => {
    const [winch, rope] = [await shop.product({ aarhus: 9, cork: 9 }), await shop.product({ aarhus: 9 })];
    const { body } = await shop.pay(await shop.basket({ [winch]: 1, [rope]: 1 }), { country: 'IE' });
    expect((await partsOf(body.id)).map(part => part['store_id'])).toEqual(['aarhus', 'aarhus']);
  });

  it('is split only when no store has everything, each product from as few stores as can be', async () => {
    const [winch, rope] = [await shop.product({ aarhus: 1, bergen: 2, cork: 2 }), await shop.product({ cork: 3 })];
    const { body } = await shop.pay(await shop.basket({ [winch]: 4, [rope]: 3 }), { country: 'NO' });
    expect(await partsOf(body.id)).toEqual([
      { product_id: winch, store_id: 'aarhus', quantity: 1 },
      { product_id: winch, store_id: 'bergen', quantity: 2 },
      { product_id: winch, store_id: 'cork', quantity: 1 },
      { product_id: rope, store_id: 'cork', quantity: 3 },
    ]);
  });

  it('comes from the nearest harbours: of the country, of the town where one has its name, then those around', async () => {
    await postgres.query(`INSERT INTO stores VALUES ('galway', 'Galway', 'IE', 53.3, -9.1)`);
    const winch = await shop.product({ aarhus: 2, bergen: 2, cork: 1, galway: 1 });
    const order = async (quantity: number, city: string, country: string) => {
      const { body } = await shop.pay(await shop.basket({ [winch]: quantity }), { city, country });
      return (await partsOf(body.id)).map(part => part['store_id']);
    };
    expect(await order(1, 'GALWAY', 'IE')).toEqual(['galway']); // "cork" comes first in the alphabet
    expect(await order(1, 'Dublin', 'IE')).toEqual(['cork']);
    expect(await order(1, 'Cork', 'IE')).toEqual(['bergen']); // 1269 km; Aarhus, 1306, comes first in the alphabet
    expect(await order(2, 'Nowhere', 'ZA')).toEqual(['aarhus']);
    for (const table of ['reservations', 'stock']) {
      await postgres.query(`DELETE FROM ${table} WHERE store_id = 'galway'`);
    }
    await postgres.query(`DELETE FROM stores WHERE id = 'galway'`);
  });

  it('that is not there in full is told piece by piece, and nothing of it is reserved', async () => {
    const [winch, rope] = [await shop.product({ aarhus: 1, bergen: 2 }), await shop.product({ cork: 3 })];
    const refused = await shop.pay(await shop.basket({ [winch]: 4, [rope]: 3 }));
    expect([refused.status, refused.body.code]).toEqual([409, 'out-of-stock']);
    expect(refused.body['missing']).toEqual([{ productId: winch, name: `Winch ${winch}`, wanted: 4, available: 3 }]);
    expect(await shop.pieces(rope)).toEqual({ available: 3, reserved: 0, sold: 0 });
  });

  it('is locked in one order: 20 pairs of opposite baskets at once never deadlock', async () => {
    const [first, second] = [await shop.product({ bergen: 40 }), await shop.product({ bergen: 40 })];
    const opposite = [
      { [first]: 1, [second]: 1 },
      { [second]: 1, [first]: 1 },
    ];
    const baskets = await Promise.all(Array.from({ length: 40 }, (_, i) => shop.basket(opposite[i % 2] ?? {})));
    const priceVersions = { [first]: 1, [second]: 1 };
    const orders = await Promise.all(baskets.map(basketId => pay(basketId, priceVersions)));
    await areAllPaid(orders, first);
    expect(checkout.logs()).not.toContain('deadlock');
  });

  it('that a changed basket gives back first is never in the way of the others: 20 of each at once', async () => {
    const [first, second] = [await shop.product({ bergen: 40 }), await shop.product({ bergen: 80 })]; // a quarter may be held
    const refused = await Promise.all(Array.from({ length: 20 }, () => shop.basket({ [second]: 1 })));
    await Promise.all(refused.map(basketId => shop.pay(basketId, { cardToken: 'tok_declined' })));
    await Promise.all(refused.map(id => shop.ask('PUT', `/baskets/${id}/lines/${first}`, { quantity: 1 })));
    const fresh = await Promise.all(Array.from({ length: 20 }, () => shop.basket({ [first]: 1, [second]: 1 })));
    const priceVersions = { [first]: 1, [second]: 1 };
    const orders = await Promise.all([...refused, ...fresh].map(basketId => pay(basketId, priceVersions)));
    await areAllPaid(orders, first);
    expect(await shop.pieces(second)).toEqual({ available: 40, reserved: 0, sold: 40 });
  });

  it('is taken from whatever store still has some when 12 buyers want the 12 pieces of three stores at once', async () => {
    const winch = await shop.product({ aarhus: 4, bergen: 4, cork: 4 });
    const baskets = await Promise.all(Array.from({ length: 12 }, () => shop.basket({ [winch]: 1 })));
    const { released } = await shop.hold(winch); // they all want it from the first store
    const orders = await Promise.all(baskets.map(basketId => shop.pay(basketId, { priceVersions: { [winch]: 1 } })));
    await released;
    expect(orders.map(({ status }) => status)).toEqual(Array<number>(12).fill(201));
    expect(await shop.pieces(winch)).toEqual({ available: 0, reserved: 0, sold: 12 });
  });

  it('cannot be oversold even by a statement that forgets to look', async () => {
    const winch = await shop.product({ bergen: 1 });
    const careless = 'UPDATE stock SET available = available - 2, sold = sold + 2 WHERE product_id = $1';
    await expect(postgres.query(careless, [winch])).rejects.toThrow('violates check constraint');
    const vanishing = 'UPDATE stock SET available = 0 WHERE product_id = $1';
    await expect(postgres.query(vanishing, [winch])).rejects.toThrow('violates check constraint');
  });

  it('is read as the price of now and in how many of the stores it lies', async () => {
    const winch = await shop.product({ aarhus: 4, bergen: 0, cork: 1 });
    expect((await shop.ask('GET', `/stock/${winch}`)).body).toEqual({
      productId: winch,
      price: { amount: '99.99', currency: 'USD' },
      priceVersion: 1,
      inStores: 2,
      stores: 3,
      available: 5,
      harbours: [
        { storeId: 'aarhus', name: 'Aarhus', available: 4, km: null },
        { storeId: 'cork', name: 'Cork', available: 1, km: null },
      ],
    });
    const missing = await shop.ask('GET', '/stock/wt-999999');
    expect([missing.status, missing.body['code']]).toEqual([404, 'product-not-sold']);
  });

  it('is found in the harbours nearest to a store, and eight of them at most', async () => {
    const near = async (productId: string, store: string) =>
      (await shop.ask<Stock>('GET', `/stock/${productId}?near=${store}`)).body.harbours ?? [];
    const winch = await shop.product({ aarhus: 4, bergen: 2, cork: 1 });
    expect((await near(winch, 'cork')).map(({ storeId, km }) => [storeId, km])).toEqual([
      ['cork', 0],
      ['bergen', 1269],
      ['aarhus', 1306],
    ]);
    expect((await near(winch, 'atlantis')).map(({ storeId, km }) => [storeId, km])).toEqual([
      ['aarhus', null],
      ['bergen', null],
      ['cork', null],
    ]);
    expect((await shop.ask('GET', `/stock/${winch}?near=Ålesund`)).status).toBe(400);

    // Where here is the other side of the world, rounding must not leave the sphere.
    const others = Array.from({ length: 9 }, (_, n) => `far-${n}`);
    await postgres.query(`INSERT INTO stores SELECT slug, slug, 'NZ', -51.9, 171.5 FROM unnest($1::text[]) AS slug`, [
      others,
    ]);
    const lamp = await shop.product(Object.fromEntries(others.map(slug => [slug, 1])));
    const seen = await near(lamp, 'cork');
    expect([seen.length, new Set(seen.map(({ km }) => km))]).toEqual([8, new Set([20015])]);
    await postgres.query(`DELETE FROM stock WHERE product_id = $1`, [lamp]);
    await postgres.query(`DELETE FROM stores WHERE id LIKE 'far-%'`);
  });

  it('is listed by store', async () => {
    const { body } = await shop.ask<{ stores: { slug: string }[] }>('GET', '/stores');
    expect(body.stores.map(({ slug }) => slug)).toEqual(['aarhus', 'bergen', 'cork']);
    const winch = await shop.product({ cork: 7 });
    const cork = await shop.ask<{ stock: unknown[] }>('GET', '/stores/cork');
    expect(cork.body).toMatchObject({ slug: 'cork', name: 'Cork', country: 'IE', latitude: 51.9, longitude: -8.5 });
    expect(cork.body.stock).toContainEqual({
      productId: winch,
      slug: `winch-${winch}`,
      name: `Winch ${winch}`,
      available: 7,
    });
    expect((await shop.ask('GET', '/stores/atlantis')).body['code']).toBe('store-not-found');
  });
});
