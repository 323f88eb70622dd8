import type { Shipment } from '@watertight/contracts/checkout';
import { type AppProcess, fakeServer, opsOnly, realPostgres, startApp, until } from '@watertight/testing';
import { Ledger, SmallShop, statusesOf } from './small-shop.fixture.ts';

const STORES = 30;
const BUYERS = 15;

describe('what several want at once', () => {
  const postgres = realPostgres();
  const ledger = new Ledger();
  const payment = fakeServer(ledger.charges);
  let checkout: AppProcess;
  const shop = new SmallShop(() => checkout.url, postgres);
  const stores = Array.from({ length: STORES }, (_, i) => `harbour-${i + 1}`);

  beforeAll(async () => {
    checkout = await startApp('checkout', { DATABASE_URL: postgres.url, PAYMENT_URL: payment.url, FAULTS: 'on' });
    await shop.open();
    await postgres.query(`INSERT INTO stores SELECT slug, slug, 'NO', 60, 5 FROM unnest($1::text[]) AS slug`, [stores]);
  });
  afterEach(() => coordinate(true));

  const coordinate = (coordination: boolean) => shop.ask('PATCH', '/ops/patterns', { coordination }, opsOnly);

  /** How many stores are told that they have a shipment which all of them claim at once, and which one has it. */
  async function owners() {
    const [row] = await postgres.query<{ id: string }>(
      'INSERT INTO shipments (product_id, quantity) VALUES ($1, 12) RETURNING id',
      [await shop.product({})],
    );
    const claims = await Promise.all(
      stores.map(storeId => shop.ask<Shipment>('POST', `/shipments/${row?.id}/claim`, { storeId })),
    );
    const told = claims.filter(({ status }) => status === 200).map(({ body }) => body.storeId);
    const [kept] = await postgres.query<{ store_id: string }>('SELECT store_id FROM shipments WHERE id = $1', [
      row?.id,
    ]);
    return { told, kept: kept?.store_id };
  }

  it('is one store’s shipment with coordination, and without it that of several stores, of which one has it', async () => {
    const { told, kept } = await owners();
    expect(told).toEqual([kept]);
    await coordinate(false);
    const naive = await owners();
    expect(naive.told.length).toBeGreaterThan(1);
    expect(naive.told).toContain(naive.kept);
  });

  /** What becomes of one piece that so many want at once. */
  async function paidForOnePiece() {
    const compass = await shop.product({ bergen: 1 });
    const baskets = await Promise.all(Array.from({ length: BUYERS }, () => shop.basket({ [compass]: 1 })));
    const before = ledger.captured.size;
    const orders = await Promise.all(baskets.map(basketId => shop.pay(basketId, { priceVersions: { [compass]: 1 } })));
    const paid = orders.filter(({ status }) => status === 201).length;
    return { orders, paid, charged: ledger.captured.size - before, pieces: await shop.pieces(compass) };
  }

  it('is sold once if it is the last piece, and without coordination to several who all pay for it', async () => {
    const right = await paidForOnePiece();
    expect(right).toMatchObject({ paid: 1, charged: 1, pieces: { available: 0, reserved: 0, sold: 1 } });
    expect(statusesOf(right.orders)).toEqual([201, ...Array<number>(BUYERS - 1).fill(409)]);
    await coordinate(false);
    const { paid, charged, pieces } = await paidForOnePiece();
    expect(paid).toBeGreaterThan(1);
    expect([charged, pieces]).toEqual([paid, { available: 0, reserved: 0, sold: paid }]);
  });

  it('is released whole by the right code after it was taken naively', async () => {
    const compass = await shop.product({ bergen: 4 });
    const baskets = await Promise.all([1, 2].map(() => shop.basket({ [compass]: 2 })));
    await coordinate(false);
    await Promise.all(baskets.map(basketId => shop.pay(basketId, { cardToken: 'tok_declined' })));
    await coordinate(true);
    await until(async () => (await shop.pieces(compass))?.reserved === 0, { withinMs: 5000 });
    expect((await shop.pieces(compass))?.sold).toBe(0);
  });

  it('costs what was shown, and without coordination what it costs by then', async () => {
    const rope = await shop.product({ bergen: 9 });
    const [first, second] = [await shop.basket({ [rope]: 1 }), await shop.basket({ [rope]: 1 })];
    await shop.setPrice(rope, '120.00');
    const refused = await shop.pay(first, { priceVersions: { [rope]: 1 } });
    expect([refused.status, refused.body.code]).toEqual([409, 'price-changed']);
    await coordinate(false);
    const paid = await shop.pay(second, { priceVersions: { [rope]: 1 } });
    expect([paid.status, paid.body.total]).toEqual([201, { amount: '120.00', currency: 'USD' }]);
    expect([...ledger.captured.values()].at(-1)).toBe('120.00');
  });
});

describe('a shop that takes no faults', () => {
  const postgres = realPostgres();

  it('has no switch for coordination', async () => {
    const checkout = await startApp('checkout', { DATABASE_URL: postgres.url, PAYMENT_URL: 'http://127.0.0.1:9' });
    const shop = new SmallShop(() => checkout.url, postgres);
    expect((await shop.ask('PATCH', '/ops/patterns', { coordination: false }, opsOnly)).status).toBe(400);
  });
});
