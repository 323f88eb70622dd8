import type { Price, Stock } from '@watertight/contracts/checkout';
import { type AppProcess, fakeServer, opsOnly, realPostgres, realRedis, startApp, until } from '@watertight/testing';
import { Ledger, SmallShop, statusesOf } from '../small-shop.fixture.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });

describe('the price of a product', () => {
  const [postgres, catalogue] = [realPostgres(), realPostgres()];
  const redis = realRedis();
  const ledger = new Ledger();
  const payment = fakeServer(ledger.charges);
  let checkout: AppProcess;
  let search: AppProcess;
  const shop = new SmallShop(() => checkout.url, postgres);

  beforeAll(async () => {
    search = await startApp('search', { DATABASE_URL: catalogue.url, REDIS_URL: redis.url, SEED: 'demo' });
    const urls = { DATABASE_URL: postgres.url, REDIS_URL: redis.url, PAYMENT_URL: payment.url };
    checkout = await startApp('checkout', { ...urls, RELAY_MS: '50' });
    await shop.open();
  });

  const stockOf = async (productId: string) => (await shop.ask<Stock>('GET', `/stock/${productId}`)).body;
  const toldOf = (productId: string) =>
    postgres.query(`SELECT event FROM outbox WHERE queue = 'update-price' AND event->>'productId' = $1`, [productId]);

  it('is changed by whoever names the version it replaces, and has the next one as its tag', async () => {
    const rope = await shop.product({ bergen: 3 });
    const changed = await shop.setPrice(rope, '9.00');
    expect([changed.status, changed.headers.get('etag'), changed.body]).toEqual([
      200,
      '"2"',
      { productId: rope, price: usd('9.00'), priceVersion: 2 },
    ]);
    expect(await stockOf(rope)).toMatchObject({ price: usd('9.00'), priceVersion: 2 });
  });

  it('changes once when its answer was lost, and the same again is answered the same, also after the next change', async () => {
    const rope = await shop.product({});
    const first = await shop.setPrice(rope, '9.00');
    const again = await shop.setPrice(rope, '9.00');
    await shop.setPrice(rope, '8.00', 2);
    const late = await shop.setPrice(rope, '9.00');
    expect([again.text, late.text]).toEqual([first.text, first.text]);
    expect([again.headers.get('etag'), late.headers.get('etag')]).toEqual(['"2"', '"2"']);
    expect(await stockOf(rope)).toMatchObject({ price: usd('8.00'), priceVersion: 3 });
    expect(await toldOf(rope)).toHaveLength(2);
  });

  it('stays when somebody saw another version: 412 with the price of now', async () => {
    const rope = await shop.product({});
    await shop.setPrice(rope, '9.00');
    for (const version of [1, 3, 999_999_999]) {
      const refused = await shop.setPrice(rope, '7.00', version);
      expect([refused.status, refused.body]).toMatchObject([
        412,
        { code: 'price-changed', productId: rope, price: usd('9.00'), priceVersion: 2 },
      ]);
    }
    expect(await stockOf(rope)).toMatchObject({ price: usd('9.00'), priceVersion: 2 });
  });

  it('stays when no version is named: 428', async () => {
    const rope = await shop.product({});
    const { status, body } = await shop.ask('PUT', `/prices/${rope}`, { price: usd('9.00') }, opsOnly);
    expect([status, body['code']]).toEqual([428, 'precondition-required']);
  });

  it('is nobody’s to change without the ops token: there is nothing at that address, as anywhere', async () => {
    const rope = await shop.product({});
    const authorizations = ['', 'Bearer', 'Bearer the-ops-token-of-the-testz', 'the-ops-token-of-the-tests'];
    for (const authorization of authorizations) {
      for (const body of [{ price: usd('0.01') }, '{', '']) {
        const headers = { authorization, 'if-match': '"1"' };
        const refused = await shop.ask('PUT', `/prices/${rope}`, body, headers);
        const nowhere = await shop.ask('PUT', `/nowhere/${rope}`, body, headers);
        const { reference: _, ...said } = refused.body;
        const { reference: __, ...saidNowhere } = nowhere.body;
        expect([authorization, body, refused.status, said]).toEqual([authorization, body, nowhere.status, saidNowhere]);
        expect(refused.status).not.toBe(200);
      }
    }
    expect(await stockOf(rope)).toMatchObject({ price: usd('99.99'), priceVersion: 1 });
  });

  it('of a product that is not sold is 404', async () => {
    const { status, body } = await shop.setPrice('wt-999999', '9.00');
    expect([status, body.code]).toEqual([404, 'product-not-sold']);
  });

  it('is that of one of two who change it at once, and the other learns it', async () => {
    for (let time = 1; time <= 20; time += 1) {
      const rope = await shop.product({});
      const told = await Promise.all([shop.setPrice(rope, '7.00'), shop.setPrice(rope, '8.00')]);
      expect(statusesOf(told)).toEqual([200, 412]);
      const [winner, loser] = told.toSorted((one, other) => one.status - other.status).map(({ body }) => body);
      const { price, priceVersion } = winner as Price;
      expect([loser?.price, loser?.priceVersion]).toEqual([price, priceVersion]);
      expect(await stockOf(rope)).toMatchObject({ price, priceVersion });
      expect(await toldOf(rope)).toEqual([{ event: { version: 1, productId: rope, price, priceVersion } }]);
    }
  });

  it('reaches search by an event', async () => {
    const [known] = await catalogue.query<{ id: string }>('SELECT id FROM products ORDER BY id DESC LIMIT 1');
    const id = known?.id ?? '';
    await postgres.query(`INSERT INTO products VALUES ($1, $1, 'Winch', 'winch')`, [id]);
    await postgres.query(`INSERT INTO prices VALUES ($1, 1, 9999, 'USD')`, [id]);
    const shown = async () => (await (await fetch(`${search.url}/cards?ids=${id}`)).json()) as { products: Price[] };
    await shop.setPrice(id, '4.56');
    await until(async () => (await shown()).products[0]?.price.amount === '4.56', { withinMs: 10_000 });
    await until(async () => (await postgres.query('SELECT FROM outbox WHERE acknowledged_at IS NULL')).length === 0, {
      withinMs: 10_000,
    });
  });

  it('is a new one in every store at once: who saw the old one is told before anything is charged', async () => {
    const rope = await shop.product({ aarhus: 1, bergen: 1, cork: 1 });
    const countries = ['DK', 'NO', 'IE'];
    const baskets = await Promise.all(countries.map(() => shop.basket({ [rope]: 1 })));
    await shop.setPrice(rope, '12.34');
    const buy = (seen: number) =>
      Promise.all(
        baskets.map((basketId, i) =>
          shop.pay(basketId, { country: countries[i] ?? '', priceVersions: { [rope]: seen } }),
        ),
      );
    const before = ledger.captured.size;
    expect((await buy(1)).map(({ status, body }) => [status, body.code])).toEqual(
      countries.map(() => [409, 'price-changed']),
    );
    expect(ledger.captured.size).toBe(before);
    const paid = await buy(2);
    expect(paid.map(({ status, body }) => [status, body.total])).toEqual(countries.map(() => [201, usd('12.34')]));
    expect([...ledger.captured.values()].slice(before)).toEqual(['12.34', '12.34', '12.34']);
    const stores = await postgres.query('SELECT store_id FROM reservations WHERE product_id = $1 ORDER BY 1', [rope]);
    expect(stores.map(each => each['store_id'])).toEqual(['aarhus', 'bergen', 'cork']);
  });
});
