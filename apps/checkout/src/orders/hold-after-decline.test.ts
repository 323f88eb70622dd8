import { randomUUID } from 'node:crypto';
import { MINUTE } from '@watertight/resilience';
import { type AppProcess, fakeServer, realPostgres, startApp, until } from '@watertight/testing';
import { Ledger, SmallShop, statusesOf } from '../small-shop.fixture.ts';

const WITHIN = { withinMs: 10_000 };

describe('the hold of an order whose card is declined', () => {
  const postgres = realPostgres();
  const ledger = new Ledger();
  const payment = fakeServer(ledger.charges);
  let checkout: AppProcess;
  const shop = new SmallShop(() => checkout.url, postgres);

  beforeAll(async () => {
    // The sweeper does not run: what the tests see is what the decline itself has done.
    checkout = await startApp('checkout', {
      DATABASE_URL: postgres.url,
      PAYMENT_URL: payment.url,
      SWEEP_MS: String(60 * MINUTE),
    });
    await shop.open();
  });
  afterEach(() => expect(checkout.logs()).not.toContain('deadlock'));

  const ordersOf = (basketId: string) =>
    postgres.query<{ id: string; status: string; hold_ends_at: Date; left_ms: number }>(
      `SELECT id, status, hold_ends_at, extract(epoch FROM hold_ends_at - clock_timestamp())::float8 * 1000 AS left_ms
       FROM orders WHERE basket_id = $1 ORDER BY placed_at`,
      [basketId],
    );
  const declined = (basketId: string, more: { key?: string; priceVersions?: Record<string, number> } = {}) =>
    shop.pay(basketId, { cardToken: 'tok_declined', ...more });
  const heldUntil = async (lines: Record<string, number>) =>
    (await declined(await shop.basket(lines))).body['heldUntil'];

  it('lasts three minutes, and the answer says until when, also when it is replayed', async () => {
    const winch = await shop.product({ bergen: 20 });
    const basketId = await shop.basket({ [winch]: 5 });
    const [key, priceVersions] = [randomUUID(), { [winch]: 1 }];
    const refused = await declined(basketId, { key, priceVersions });
    const [order] = await ordersOf(basketId);
    expect([refused.status, refused.body['heldUntil']]).toEqual([402, order?.hold_ends_at.toISOString()]);
    expect(order?.left_ms).toBeGreaterThan(2.9 * MINUTE);
    expect(order?.left_ms).toBeLessThanOrEqual(3 * MINUTE);
    expect(await shop.pieces(winch)).toEqual({ available: 15, reserved: 5, sold: 0 });
    expect((await declined(basketId, { key, priceVersions })).text).toBe(refused.text);

    const paid = await shop.pay(basketId);
    expect([paid.status, paid.body.id]).toEqual([201, order?.id]);
    expect(await shop.pieces(winch)).toEqual({ available: 15, reserved: 0, sold: 5 });
  });

  it('ends at once for a line of more than five pieces; the basket keeps it, and another card makes a new order', async () => {
    const winch = await shop.product({ bergen: 100 });
    const basketId = await shop.basket({ [winch]: 6 });
    const [key, priceVersions] = [randomUUID(), { [winch]: 1 }];
    const refused = await declined(basketId, { key, priceVersions });
    expect([refused.status, refused.body['heldUntil']]).toEqual([402, null]);
    expect(await shop.pieces(winch)).toEqual({ available: 100, reserved: 0, sold: 0 });
    expect((await shop.ask('GET', `/baskets/${basketId}`)).body).toMatchObject({ version: 1, count: 6 });
    expect((await declined(basketId, { key, priceVersions })).text).toBe(refused.text);

    expect((await shop.pay(basketId)).status).toBe(201);
    expect((await ordersOf(basketId)).map(({ status }) => status)).toEqual(['cancelled', 'confirmed']);
    expect(await shop.pieces(winch)).toEqual({ available: 94, reserved: 0, sold: 6 });
  });

  it('ends at once for all pieces there are: another card is out of stock after others have bought', async () => {
    const winch = await shop.product({ bergen: 6 });
    const basketId = await shop.basket({ [winch]: 6 });
    await declined(basketId);
    await shop.pay(await shop.basket({ [winch]: 1 }));
    const refused = await shop.pay(basketId);
    expect([refused.status, refused.body.code]).toEqual([409, 'out-of-stock']);
    expect(refused.body['missing']).toMatchObject([{ productId: winch, wanted: 6, available: 5 }]);
  });

  it('covers at most a quarter of each product over all stores', async () => {
    const [winch, rope] = [await shop.product({ aarhus: 20, bergen: 3, cork: 17 }), await shop.product({ cork: 8 })];
    expect(await heldUntil({ [winch]: 4 })).not.toBeNull();
    expect(await heldUntil({ [winch]: 5 })).not.toBeNull();
    expect(await heldUntil({ [winch]: 2 })).toBeNull(); // 11 of 40
    expect(await heldUntil({ [winch]: 1 })).not.toBeNull(); // 10 of 40
    expect(await heldUntil({ [rope]: 1, [winch]: 1 })).toBeNull(); // one product too many is enough
    expect(await heldUntil({ [rope]: 2 })).not.toBeNull();
    expect(await shop.pieces(winch)).toEqual({ available: 30, reserved: 10, sold: 0 });
    expect(await shop.pieces(rope)).toEqual({ available: 6, reserved: 2, sold: 0 });
  });

  it('never empties a shelf: after 60 declined cards in a row a good one still buys', async () => {
    const winch = await shop.product({ aarhus: 91, bergen: 91, cork: 91 });
    const left: number[] = [];
    for (let basket = 1; basket <= 60; basket += 1) {
      await heldUntil({ [winch]: basket % 3 === 0 ? 99 : 1 + (basket % 5) });
      left.push((await shop.pieces(winch))?.available ?? 0);
    }
    expect(Math.min(...left)).toBeGreaterThanOrEqual(205); // three quarters of 273
    expect((await shop.pay(await shop.basket({ [winch]: 99 }))).status).toBe(201);
  });

  it('covers at most a quarter when 16 cards are declined in the same instant', async () => {
    const winch = await shop.product({ bergen: 100 });
    const baskets = await Promise.all(Array.from({ length: 16 }, () => shop.basket({ [winch]: 5 })));
    const bank = Promise.withResolvers<void>();
    payment.does(seen => response => void bank.promise.then(() => ledger.charges(seen)(response)));
    const refusing = Promise.all(baskets.map(basketId => declined(basketId)));
    await until(() => payment.requests.length === 16, WITHIN);
    const locked = postgres.query(
      `WITH locked AS MATERIALIZED (SELECT id FROM orders WHERE basket_id = ANY($1) FOR UPDATE)
       SELECT pg_sleep(0.7) FROM (SELECT count(*) FROM locked) AS counted`,
      [baskets],
    );
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    bank.resolve();
    await until(async () => (await postgres.query(waiting)).length >= 4, WITHIN); // these will start together
    await locked;
    const held = (await refusing).filter(({ body }) => body['heldUntil'] !== null).length;
    expect(await shop.pieces(winch)).toEqual({ available: 100 - 5 * held, reserved: 5 * held, sold: 0 });
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThanOrEqual(5);
  });

  it('never deadlocks with orders that are paid: 20 of each at once, in opposite order', async () => {
    const [first, second] = [await shop.product({ aarhus: 99, bergen: 99 }), await shop.product({ bergen: 199 })];
    const opposite = [
      { [first]: 2, [second]: 1 },
      { [second]: 6, [first]: 1 },
    ];
    const baskets = await Promise.all(Array.from({ length: 40 }, (_, i) => shop.basket(opposite[i % 2] ?? {})));
    const cards = ['tok_visa', 'tok_visa', 'tok_declined', 'tok_declined'] as const;
    const priceVersions = { [first]: 1, [second]: 1 };
    const answers = await Promise.all(
      baskets.map((basketId, i) => shop.pay(basketId, { cardToken: cards[i % 4] ?? '', priceVersions })),
    );
    const bought = Array<number>(20).fill(201);
    expect(statusesOf(answers)).toEqual([...bought, ...bought.map(() => 402)]);
    expect(await shop.pieces(second)).toMatchObject({ sold: 70 });
  });

  it('is not prolonged by a further decline, and ends with one that comes after its end', async () => {
    const winch = await shop.product({ bergen: 20 });
    const basketId = await shop.basket({ [winch]: 1 });
    const first = await declined(basketId);
    const second = await declined(basketId);
    expect(second.body['heldUntil']).toBe(first.body['heldUntil']);
    await postgres.query(`UPDATE orders SET hold_ends_at = clock_timestamp() WHERE basket_id = $1`, [basketId]);
    expect((await declined(basketId)).body['heldUntil']).toBeNull();
    expect(await shop.pieces(winch)).toEqual({ available: 20, reserved: 0, sold: 0 });

    // The basket's next order is a new one, with a hold of its own under the same limits.
    expect((await declined(basketId)).body['heldUntil']).not.toBeNull();
    expect((await ordersOf(basketId)).map(({ status }) => status)).toEqual(['cancelled', 'reserved']);
  });

  it('counts what a replica of the version before has left held for 15 minutes, and changes none of it', async () => {
    const winch = await shop.product({ bergen: 100 });
    const [before, basketId] = [await shop.basket({ [winch]: 50 }), await shop.basket({ [winch]: 1 })];
    const stuck = Promise.withResolvers<void>();
    payment.does(seen => response => void stuck.promise.then(() => ledger.charges(seen)(response)));
    const late = shop.pay(before, { cardToken: 'tok_declined' });
    await until(() => payment.requests.length === 1, WITHIN);
    await postgres.query(
      `UPDATE orders SET status = 'reserved', card_token = NULL, look_again_at = NULL, decline_reason = 'no',
         charge_number = charge_number + 1 WHERE basket_id = $1`,
      [before],
    );
    payment.does(ledger.charges);
    expect((await declined(basketId)).body['heldUntil']).toBeNull();
    stuck.resolve();
    expect((await late).status).toBe(202); // the other replica has ended this charge: nothing is decided here again
    expect(await shop.pieces(winch)).toEqual({ available: 50, reserved: 50, sold: 0 });
    expect((await ordersOf(before))[0]?.left_ms).toBeGreaterThan(14 * MINUTE);
    expect(statusesOf([await shop.pay(basketId), await shop.pay(before)])).toEqual([201, 201]);
  });

  it('does not shorten that of an order whose payment could not be asked', async () => {
    await payment.close();
    const winch = await shop.product({ bergen: 6 });
    const basketId = await shop.basket({ [winch]: 6 });
    expect((await shop.pay(basketId)).status).toBe(503);
    expect((await ordersOf(basketId))[0]?.left_ms).toBeGreaterThan(14 * MINUTE);
    expect(await shop.pieces(winch)).toEqual({ available: 0, reserved: 6, sold: 0 });
  });
});
