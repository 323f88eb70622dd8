import { randomUUID } from 'node:crypto';
import type { Basket } from '@watertight/contracts/checkout';
import { type AppProcess, fakeServer, realPostgres, startApp, until } from '@watertight/testing';
import { Ledger, SmallShop } from '../small-shop.fixture.ts';

describe('a basket that is moved', () => {
  const postgres = realPostgres();
  const ledger = new Ledger();
  const payment = fakeServer(ledger.charges);
  let checkout: AppProcess;
  const shop = new SmallShop(() => checkout.url, postgres);

  beforeAll(async () => {
    checkout = await startApp('checkout', { DATABASE_URL: postgres.url, PAYMENT_URL: payment.url });
    await shop.open();
  });
  afterEach(() => payment.does(ledger.charges));

  const read = async (id: string) => (await shop.ask<Basket>('GET', `/baskets/${id}`)).body;
  /** Answers without a body, which `ask` expects. */
  const move = async (from: string, to: string) => {
    const response = await fetch(`${checkout.url}/baskets/${from}/move`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ to }),
    });
    const text = await response.text();
    return { status: response.status, code: text === '' ? undefined : (JSON.parse(text) as { code: string }).code };
  };

  it('lies under the new id only, and is paid there', async () => {
    const [winch, rope] = [await shop.product({ bergen: 5 }), await shop.product({ bergen: 5 })];
    const [from, to] = [await shop.basket({ [winch]: 2, [rope]: 1 }), randomUUID()];
    const before = await read(from);
    expect((await move(from, to)).status).toBe(204);
    expect((await read(to)).lines).toEqual(before.lines);
    expect((await read(from)).lines).toEqual([]);
    expect((await shop.pay(to)).status).toBe(201);
    expect(await shop.pieces(winch)).toEqual({ available: 3, reserved: 0, sold: 2 });
  });

  it('is moved once by ten requests at once, and a later one moves nothing', async () => {
    const [from, to] = [await shop.basket({ [await shop.product({ bergen: 5 })]: 2 }), randomUUID()];
    const moves = await Promise.all(Array.from({ length: 10 }, () => move(from, to)));
    expect(new Set(moves.map(({ status }) => status))).toEqual(new Set([204]));
    expect((await read(to)).count).toBe(2);
    expect((await move(from, randomUUID())).status).toBe(204);
    expect((await read(to)).count).toBe(2);
  });

  it('never seen moves nothing', async () => {
    const to = randomUUID();
    expect((await move(randomUUID(), to)).status).toBe(204);
    expect(await read(to)).toMatchObject({ version: 0, lines: [] });
  });

  it('whose card was declined gives back the pieces it held, and can be paid under the new id', async () => {
    const winch = await shop.product({ bergen: 4 });
    const [from, to] = [await shop.basket({ [winch]: 1 }), randomUUID()];
    expect((await shop.pay(from, { cardToken: 'tok_declined' })).status).toBe(402);
    expect(await shop.pieces(winch)).toMatchObject({ reserved: 1 });
    expect((await move(from, to)).status).toBe(204);
    expect(await shop.pieces(winch)).toMatchObject({ available: 4, reserved: 0 });
    expect((await shop.pay(to)).status).toBe(201);
  });

  it('stays where it is while it is being paid', async () => {
    const release = Promise.withResolvers<void>();
    payment.does(seen => {
      const captured = ledger.charges(seen);
      return response => void release.promise.then(() => captured(response));
    });
    const [from, to] = [await shop.basket({ [await shop.product({ bergen: 1 })]: 1 }), randomUUID()];
    const asked = payment.requests.length;
    const paying = shop.pay(from);
    await until(() => payment.requests.length > asked, { withinMs: 5000 });
    expect(await move(from, to)).toEqual({ status: 409, code: 'basket-already-ordered' });
    release.resolve();
    expect((await paying).status).toBe(201);
    expect((await read(to)).lines).toEqual([]);
  });

  it('that an order has emptied keeps its version, by which a second tab finds the order', async () => {
    const winch = await shop.product({ bergen: 2 });
    const from = await shop.basket({ [winch]: 1 });
    const { id } = (await shop.pay(from)).body;
    await move(from, randomUUID());
    const secondTab = await shop.pay(from, { priceVersions: { [winch]: 1 } });
    expect(secondTab.body).toMatchObject({ code: 'basket-already-ordered', orderId: id });
  });

  it.each(['', 'x', "' OR 1=1 --", 7, null])('is not moved to %j', async to => {
    expect((await move(randomUUID(), to as string)).status).toBe(400);
  });
});
