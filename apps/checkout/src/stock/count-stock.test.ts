import type { Shipment, StockBefore } from '@watertight/contracts/checkout';
import { type AppProcess, fakeServer, opsOnly, realPostgres, startApp } from '@watertight/testing';
import { Ledger, SmallShop } from '../small-shop.fixture.ts';

describe('what an operator says of stock', () => {
  const postgres = realPostgres();
  const payment = fakeServer(new Ledger().charges);
  let checkout: AppProcess;
  const shop = new SmallShop(() => checkout.url, postgres);

  beforeAll(async () => {
    checkout = await startApp('checkout', { DATABASE_URL: postgres.url, PAYMENT_URL: payment.url });
    await shop.open();
  });

  const count = (productId: string, body: object, headers = opsOnly) =>
    shop.ask<StockBefore & { code?: string }>('PUT', `/stock/${productId}`, body, headers);
  const raise = (productId: string, headers = opsOnly) =>
    shop.ask<Shipment & { code?: string }>('POST', '/shipments', { productId }, headers);
  const shelves = (productId: string) =>
    postgres.query('SELECT store_id, received, available, sold FROM stock WHERE product_id = $1 ORDER BY 1', [
      productId,
    ]);

  it('is what was counted in the stores that are named; the others stay as they are', async () => {
    const winch = await shop.product({ aarhus: 9, bergen: 5 });
    await shop.pay(await shop.basket({ [winch]: 2 })); // from Bergen
    expect((await count(winch, { available: { bergen: 1, cork: 4 } })).body).toEqual({
      before: { aarhus: 9, bergen: 3 },
    });
    expect(await shelves(winch)).toEqual([
      { store_id: 'aarhus', received: 9, available: 9, sold: 0 },
      { store_id: 'bergen', received: 3, available: 1, sold: 2 },
      { store_id: 'cork', received: 4, available: 4, sold: 0 },
    ]);
  });

  it('is the last piece when every other shelf is empty, and the answer sent back undoes it', async () => {
    const winch = await shop.product({ aarhus: 9, bergen: 5 });
    const { body } = await count(winch, { available: { bergen: 1 }, elsewhere: 0 });
    expect(await shop.pieces(winch)).toEqual({ available: 1, reserved: 0, sold: 0 });
    await count(winch, { available: body.before, elsewhere: 0 });
    expect(await shelves(winch)).toMatchObject([{ available: 9 }, { available: 5 }]);
  });

  it('leaves what is reserved alone', async () => {
    const winch = await shop.product({ bergen: 8 });
    await shop.pay(await shop.basket({ [winch]: 2 }), { cardToken: 'tok_declined' }); // a quarter of the shelf stays reserved
    await count(winch, { available: { bergen: 1 } });
    expect(await shop.pieces(winch)).toEqual({ available: 1, reserved: 2, sold: 0 });
  });

  it.each([
    ['wt-999999', { available: { bergen: 1 } }, 404, 'product-not-sold'],
    [undefined, { available: { atlantis: 1 } }, 404, 'store-not-found'],
    [undefined, { available: { bergen: -1 } }, 400, 'invalid-request'],
    [undefined, { available: { bergen: 1001 } }, 400, 'invalid-request'],
    [undefined, { available: {}, elsewhere: 1.5 }, 400, 'invalid-request'],
  ])('of %s as %j is refused with %i %s, and nothing changes', async (unknown, body, status, code) => {
    const winch = await shop.product({ bergen: 5 });
    const refused = await count(unknown ?? winch, body);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect(await shelves(winch)).toMatchObject([{ available: 5, received: 5 }]);
  });

  it('raises one shipment at a time by hand', async () => {
    const winch = await shop.product({ bergen: 5 });
    const [first, again] = [await raise(winch), await raise(winch)];
    expect(first.body).toMatchObject({ productId: winch, quantity: 12, status: 'open', storeId: null });
    expect(again.body).toEqual(first.body);
    await shop.ask('POST', `/shipments/${first.body.id}/claim`, { storeId: 'cork' });
    expect((await raise(winch)).body.id).not.toBe(first.body.id);
    expect(await raise('wt-999999')).toMatchObject({ status: 404, body: { code: 'product-not-sold' } });
  });

  it('is for those with the ops token only: for others there is nothing at that address', async () => {
    const winch = await shop.product({ bergen: 5 });
    const without = { authorization: 'Bearer the-ops-token-of-the-testz' };
    expect((await count(winch, { available: { bergen: 1 } }, without)).status).toBe(404);
    expect((await raise(winch, without)).status).toBe(404);
    expect(await shelves(winch)).toMatchObject([{ available: 5 }]);
  });
});
