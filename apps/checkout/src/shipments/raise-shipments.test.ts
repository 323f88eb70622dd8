import type { Shipment } from '@watertight/contracts/checkout';
import { type AppProcess, fakeServer, realPostgres, realRedis, startApp, until } from '@watertight/testing';
import { Ledger, SmallShop, statusesOf } from '../small-shop.fixture.ts';

describe('low stock', () => {
  const postgres = realPostgres();
  const redis = realRedis();
  const payment = fakeServer(new Ledger().charges);
  let checkout: AppProcess;
  const shop = new SmallShop(() => checkout.url, postgres);

  beforeAll(async () => {
    checkout = await startApp('checkout', {
      DATABASE_URL: postgres.url,
      PAYMENT_URL: payment.url,
      REDIS_URL: redis.url,
      RELAY_MS: '20',
    });
    await shop.open();
  });

  /** Waits until the worker that raises shipments has acknowledged every order. */
  const shipmentsOf = async (productId: string) => {
    const untold = `SELECT FROM outbox WHERE queue = 'raise-shipments' AND acknowledged_at IS NULL`;
    await until(async () => (await postgres.query(untold)).length === 0, { withinMs: 15_000 });
    return postgres.query<{ id: string; status: string; store_id: string | null }>(
      'SELECT id, status, store_id, quantity FROM shipments WHERE product_id = $1 ORDER BY raised_at',
      [productId],
    );
  };
  const open = { id: expect.any(String), status: 'open', store_id: null, quantity: 12 };
  const buy = async (productId: string, quantity: number, options: { country?: string; cardToken?: string } = {}) =>
    shop.pay(await shop.basket({ [productId]: quantity }), options);
  const claim = (id: string | undefined, storeId: string) => shop.ask('POST', `/shipments/${id}/claim`, { storeId });

  it('begins at two pieces: an order that leaves three raises nothing, the next one a shipment of twelve', async () => {
    const winch = await shop.product({ bergen: 5, cork: 90 });
    await buy(winch, 2);
    expect(await shipmentsOf(winch)).toEqual([]);
    await buy(winch, 1);
    const [raised, ...more] = await shipmentsOf(winch);
    expect([raised, more]).toEqual([open, []]);
    const { body } = await shop.ask<{ shipments: Shipment[] }>('GET', '/shipments');
    expect(body.shipments).toContainEqual({
      id: raised?.id,
      productId: winch,
      quantity: 12,
      status: 'open',
      storeId: null,
    });
  });

  it('raises one shipment when ten orders at once leave three stores low', async () => {
    const winch = await shop.product({ aarhus: 4, bergen: 4, cork: 4 });
    const orders = await Promise.all(Array.from({ length: 10 }, () => buy(winch, 1)));
    expect(statusesOf(orders)).toEqual(Array<number>(10).fill(201));
    expect(await shipmentsOf(winch)).toEqual([open]);
  });

  it('raises nothing for an order whose card is declined', async () => {
    const winch = await shop.product({ bergen: 3 });
    expect((await buy(winch, 2, { cardToken: 'tok_declined' })).status).toBe(402);
    expect(await shipmentsOf(winch)).toEqual([]);
  });

  it('raises no second one while the first is on its way to the store that is low', async () => {
    const winch = await shop.product({ bergen: 3 });
    await buy(winch, 1);
    await claim((await shipmentsOf(winch))[0]?.id, 'bergen');
    await buy(winch, 1);
    expect(await shipmentsOf(winch)).toEqual([{ ...open, status: 'claimed', store_id: 'bergen' }]);
  });

  it('raises another one when the first has gone to a different store', async () => {
    const winch = await shop.product({ bergen: 3 });
    await buy(winch, 1);
    await claim((await shipmentsOf(winch))[0]?.id, 'cork');
    await buy(winch, 1);
    expect(await shipmentsOf(winch)).toEqual([{ ...open, status: 'claimed', store_id: 'cork' }, open]);
  });

  it('of many things in one order raises one shipment each, and opposite orders never deadlock', async () => {
    const things: string[] = [];
    while (things.length < 10) things.push(await shop.product({ bergen: 22 }));
    const lines = (ids: string[]) => Object.fromEntries(ids.map(id => [id, 1]));
    const baskets = await Promise.all(
      Array.from({ length: 20 }, (_, i) => shop.basket(lines(i % 2 === 0 ? things : things.toReversed()))),
    );
    const orders = await Promise.all(baskets.map(basketId => shop.pay(basketId, { country: 'NO' })));
    expect(statusesOf(orders)).toEqual(Array<number>(20).fill(201));
    for (const thing of things) expect(await shipmentsOf(thing)).toEqual([open]);
    expect(checkout.logs()).not.toContain('deadlock');
  });

  it('is over when the store that claimed the shipment receives it: twelve pieces more, once', async () => {
    const winch = await shop.product({ bergen: 3, cork: 5 });
    const receive = (id: string | undefined, storeId: string) =>
      shop.ask<Shipment & { code?: string }>('POST', `/shipments/${id}/receive`, { storeId });
    await buy(winch, 1);
    const id = (await shipmentsOf(winch))[0]?.id;
    expect((await receive(id, 'bergen')).body.code).toBe('shipment-not-claimed');
    await claim(id, 'bergen');
    expect((await receive(id, 'cork')).body).toMatchObject({ code: 'shipment-claimed', storeId: 'bergen' });
    const twins = await Promise.all([receive(id, 'bergen'), receive(id, 'bergen')]);
    for (const { status, body } of twins)
      expect([status, body.status, body.storeId]).toEqual([200, 'received', 'bergen']);
    expect((await receive('11111111-1111-4111-8111-111111111111', 'bergen')).body.code).toBe('shipment-not-found');
    const shelf = `SELECT received, available, reserved, sold FROM stock WHERE product_id = $1 AND store_id = 'bergen'`;
    expect(await postgres.query(shelf, [winch])).toEqual([{ received: 15, available: 14, reserved: 0, sold: 1 }]);
    await buy(winch, 13);
    expect(await shipmentsOf(winch)).toHaveLength(2); // low again, and nothing on its way
  });

  it('goes to a store that never had the thing', async () => {
    const winch = await shop.product({ bergen: 3 });
    await buy(winch, 1);
    const id = (await shipmentsOf(winch))[0]?.id;
    await claim(id, 'cork');
    expect((await shop.ask('POST', `/shipments/${id}/receive`, { storeId: 'cork' })).status).toBe(200);
    expect(await shop.pieces(winch)).toEqual({ available: 14, reserved: 0, sold: 1 });
  });
});
