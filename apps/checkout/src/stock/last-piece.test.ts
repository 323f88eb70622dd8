import { type AppProcess, fakeServer, realPostgres, startApp } from '@watertight/testing';
import { Ledger, SmallShop } from '../small-shop.fixture.ts';

const TIMES = 50;

describe('the last piece', () => {
  const postgres = realPostgres();
  const ledger = new Ledger();
  const payment = fakeServer(ledger.charges);
  let replicas: AppProcess[];
  const one = new SmallShop(() => replicas[0]?.url ?? '', postgres);
  const other = new SmallShop(() => replicas[1]?.url ?? '', postgres);

  beforeAll(async () => {
    const env = { DATABASE_URL: postgres.url, PAYMENT_URL: payment.url };
    replicas = await Promise.all([startApp('checkout', env), startApp('checkout', env)]);
    await one.open();
  });

  it(`is sold to one of two buyers at two processes, each of ${TIMES} times, and only that one is charged`, async () => {
    for (let time = 1; time <= TIMES; time += 1) {
      const compass = await one.product({ bergen: 1 });
      const baskets = await Promise.all([one, other].map(shop => shop.basket({ [compass]: 1 })));
      const buyers = [one, other].map((shop, i) => ({ shop, basketId: baskets[i] ?? '' }));
      const priceVersions = { [compass]: 1 };
      const orders = await Promise.all(buyers.map(({ shop, basketId }) => shop.pay(basketId, { priceVersions })));
      const told = orders.map(({ status, body }) => (status === 201 ? 'paid' : `${status} ${String(body.code)}`));
      expect(told.toSorted()).toEqual(['409 out-of-stock', 'paid']);
      expect(await one.pieces(compass)).toEqual({ available: 0, reserved: 0, sold: 1 });
      expect(ledger.captured.size).toBe(time);
    }
  }, 60_000);
});
