import { randomUUID } from 'node:crypto';
import type { Basket } from '@watertight/contracts/checkout';
import { type AppProcess, fakeServer, realPostgres, startApp, until } from '@watertight/testing';
import { Ledger, SmallShop, statusesOf } from '../small-shop.fixture.ts';

describe('a basket', () => {
  const postgres = realPostgres();
  const payment = fakeServer(new Ledger().charges);
  let checkout: AppProcess;
  let winch: string;
  const shop = new SmallShop(() => checkout.url, postgres);

  beforeAll(async () => {
    checkout = await startApp('checkout', {
      DATABASE_URL: postgres.url,
      PAYMENT_URL: payment.url,
      FORGET_EVERY_MS: '200',
    });
    await shop.open();
    winch = await shop.product({ bergen: 5 }, 1250);
  });

  const add = (basketId: string, productId: string, quantity: number) => shop.add(basketId, { productId, quantity });
  const set = (basketId: string, productId: string, quantity: number) =>
    shop.ask<Basket>('PUT', `/baskets/${basketId}/lines/${productId}`, { quantity });

  it('never seen is empty, not missing', async () => {
    const id = randomUUID();
    const total = { amount: '0.00', currency: 'USD' };
    expect((await shop.ask('GET', `/baskets/${id}`)).body).toEqual({ id, version: 0, lines: [], count: 0, total });
    expect((await shop.ask('GET', `/baskets/${id}/count`)).body).toEqual({ count: 0 });
  });

  it('holds one line per product: pieces are added to what is there, or set', async () => {
    const id = randomUUID();
    await add(id, winch, 2);
    const added = await add(id, winch, 3);
    expect(added.body).toMatchObject({ version: 2, count: 5, total: { amount: '62.50' } });
    expect(added.body.lines).toEqual([
      {
        productId: winch,
        slug: `winch-${winch}`,
        name: `Winch ${winch}`,
        kind: 'winch',
        quantity: 5,
        price: { amount: '12.50', currency: 'USD' },
        priceVersion: 1,
        lineTotal: { amount: '62.50', currency: 'USD' },
      },
    ]);
    expect((await set(id, winch, 1)).body).toMatchObject({ version: 3, count: 1 });
    expect((await shop.ask('GET', `/baskets/${id}/count`)).body).toEqual({ count: 1 });
    expect((await set(id, winch, 0)).body).toMatchObject({ version: 4, lines: [] });
  });

  it('keeps its version when nothing changes', async () => {
    const id = randomUUID();
    await set(id, winch, 2);
    expect((await set(id, winch, 2)).body.version).toBe(1);
    expect((await set(id, await shop.product({}), 0)).body.version).toBe(1);
  });

  it('takes one addition sent twice for one, at once or later, and answers the repeat with the basket of now', async () => {
    const id = randomUUID();
    const line = { productId: winch, quantity: 2 };
    const answers = await Promise.all([1, 2, 3].map(() => shop.add(id, line, 'one-press')));
    expect(answers.map(({ status, body }) => [status, body.count])).toEqual([
      [200, 2],
      [200, 2],
      [200, 2],
    ]);
    expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(2);
    await add(id, winch, 1);
    expect((await shop.add(id, line, 'one-press')).body).toMatchObject({ version: 2, count: 3 });
  });

  it('refuses a key that stands for another addition, and a request without one', async () => {
    const id = randomUUID();
    await shop.add(id, { productId: winch, quantity: 1 }, 'k');
    const reused = await shop.add(id, { productId: winch, quantity: 2 }, 'k');
    expect([reused.status, reused.body]).toMatchObject([422, { code: 'idempotency-key-reused' }]);
    const without = await shop.ask('POST', `/baskets/${id}/lines`, { productId: winch, quantity: 1 });
    expect([without.status, without.body]).toMatchObject([400, { code: 'idempotency-key-missing' }]);
    expect((await shop.ask('GET', `/baskets/${id}/count`)).body).toEqual({ count: 1 });
  });

  it('takes the same key in another basket for another addition', async () => {
    const line = { productId: winch, quantity: 1 };
    const added = await Promise.all([1, 2].map(() => shop.add(randomUUID(), line, 'shared')));
    expect(added.map(({ body }) => body.count)).toEqual([1, 1]);
  });

  it('does not spend the key of an addition that was refused', async () => {
    const id = randomUUID();
    await add(id, winch, 99);
    expect((await shop.add(id, { productId: winch, quantity: 1 }, 'full')).status).toBe(409);
    await set(id, winch, 1);
    expect((await shop.add(id, { productId: winch, quantity: 1 }, 'full')).body.count).toBe(2);
  });

  it('forgets the key of an addition after a day, and no earlier', async () => {
    const [young, old] = [randomUUID(), randomUUID()];
    for (const id of [young, old]) await shop.add(id, { productId: winch, quantity: 1 }, 'aged');
    await postgres.query(
      `UPDATE idempotency_keys SET created_at = clock_timestamp() - interval '24 hours' + CASE scope WHEN $1 THEN interval '1 minute' ELSE interval '-1 second' END
       WHERE key = 'aged'`,
      [`storefront ${young}`],
    );
    const left = () => postgres.query(`SELECT scope FROM idempotency_keys WHERE key = 'aged'`);
    await until(async () => (await left()).length === 1, { withinMs: 5000 });
    expect(await left()).toEqual([{ scope: `storefront ${young}` }]);
  });

  it('loses no piece to 50 additions at once', async () => {
    const id = randomUUID();
    await Promise.all(Array.from({ length: 50 }, () => add(id, winch, 1)));
    expect((await shop.ask('GET', `/baskets/${id}`)).body).toMatchObject({ version: 50, count: 50 });
  });

  it('keeps what is put in while it is being paid for: 10 baskets, 5 additions to each at once', async () => {
    const rope = await shop.product({ bergen: 99 });
    const baskets = await Promise.all(Array.from({ length: 10 }, () => shop.basket({ [rope]: 1 })));
    const priceVersions = { [rope]: 1 };
    const told = await Promise.all(
      baskets.flatMap(id => [shop.pay(id, { priceVersions }), ...Array.from({ length: 5 }, () => add(id, rope, 1))]),
    );
    expect(statusesOf(told)).toEqual([...Array<number>(50).fill(200), ...Array<number>(10).fill(201)]);
    const [left] = await postgres.query('SELECT sum(quantity)::int AS pieces FROM basket_lines WHERE product_id = $1', [
      rope,
    ]);
    const { sold } = (await shop.pieces(rope)) ?? { sold: 0 };
    expect(Number(left?.['pieces']) + sold).toBe(60);
  });

  it('takes at most 99 of one thing and 50 things', async () => {
    const id = randomUUID();
    await add(id, winch, 98);
    expect((await add(id, winch, 1)).status).toBe(200);
    const refused = await add(id, winch, 1);
    expect([refused.status, refused.body]).toMatchObject([409, { code: 'basket-full' }]);

    const many = randomUUID();
    const things: string[] = [];
    while (things.length < 55) things.push(await shop.product({}));
    const added = await Promise.all(things.map(productId => add(many, productId, 1)));
    expect(statusesOf(added)).toEqual([...Array<number>(50).fill(200), ...Array<number>(5).fill(409)]);
    expect((await set(many, winch, 1)).body).toMatchObject({ code: 'basket-full' });
    expect((await shop.ask('GET', `/baskets/${many}`)).body).toMatchObject({ version: 50, count: 50 });
  });

  it('holds nothing that is not sold', async () => {
    const refused = await add(randomUUID(), 'wt-999999', 1);
    expect([refused.status, refused.body]).toMatchObject([404, { code: 'product-not-sold', productId: 'wt-999999' }]);
  });

  it('shows a new price with its version as soon as it is set', async () => {
    const rope = await shop.product({}, 1000);
    const id = await shop.basket({ [rope]: 3 });
    await shop.setPrice(rope, '9.00');
    const basket = await shop.ask<Basket>('GET', `/baskets/${id}`);
    expect(basket.body).toMatchObject({ total: { amount: '27.00' }, lines: [{ priceVersion: 2 }] });
  });

  it('can rely on its prices: no statement changes one', async () => {
    await expect(postgres.query('UPDATE prices SET amount_minor = 1')).rejects.toThrow('a price is never changed');
    await expect(postgres.query('DELETE FROM prices')).rejects.toThrow('a price is never changed');
  });
});
