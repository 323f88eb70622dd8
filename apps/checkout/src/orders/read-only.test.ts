import { randomUUID } from 'node:crypto';
import { type AppProcess, fakeServer, realPostgres, startApp, until } from '@watertight/testing';
import { Ledger, SmallShop, type Told } from '../small-shop.fixture.ts';

describe('while Postgres takes no writes, as a standby that is not promoted yet', () => {
  const postgres = realPostgres({ ownServer: true });
  const payment = fakeServer(new Ledger().charges);
  let checkout: AppProcess;
  const shop = new SmallShop(() => checkout.url, postgres);

  beforeAll(async () => {
    checkout = await startApp('checkout', {
      DATABASE_URL: postgres.url,
      PAYMENT_URL: payment.url,
      LEASE_MS: '1000',
      SWEEP_MS: '100',
    });
    await shop.open();
  });

  const saidOf = ({ status, headers, body }: Told<object>) => [
    status,
    headers.get('retry-after'),
    Reflect.get(body, 'code'),
  ];
  const refused = [503, '1', 'database-unavailable'];

  it('a basket can be read, neither it nor an order can be made, and both can later', async () => {
    const winch = await shop.product({ bergen: 2 });
    const basketId = await shop.basket({ [winch]: 1 });
    const [key, priceVersions] = [randomUUID(), { [winch]: 1 }];
    const fill = () => shop.add(basketId, { productId: winch, quantity: 1 });
    const pay = () => shop.pay(basketId, { key, priceVersions });
    await postgres.refuseWrites();
    expect(saidOf(await fill())).toEqual(refused);
    expect(saidOf(await pay())).toEqual(refused);
    expect((await shop.ask('GET', `/baskets/${basketId}`)).status).toBe(200);
    expect(payment.requests).toHaveLength(0);

    await postgres.takeWrites();
    await until(async () => (await pay()).status === 201, { withinMs: 5000 });
    expect((await fill()).status).toBe(200);
    expect(payment.requests).toHaveLength(1);
    expect(checkout.logs()).not.toContain('a request broke');
  });

  it('an order whose charge was captured is told 202, and confirmed when it is promoted', async () => {
    const arrived = Promise.withResolvers<void>();
    const ledger = new Ledger();
    payment.does(seen => {
      const captured = ledger.charges(seen);
      return response => void arrived.promise.then(() => captured(response));
    });
    const basketId = await shop.basket({ [await shop.product({ bergen: 1 })]: 1 });
    const paying = shop.pay(basketId);
    await until(() => payment.requests.length === 1, { withinMs: 5000 });
    await postgres.refuseWrites();
    arrived.resolve();
    const pending = await paying;
    expect([pending.status, pending.body.status]).toEqual([202, 'charging']);
    await postgres.takeWrites();
    const read = () => shop.read(pending.body.id);
    await until(async () => (await read()).body.status === 'confirmed', { withinMs: 10_000 });
    expect(ledger.keysOf(pending.body.id)).toEqual([...ledger.captured.keys()]);
  });
});
