import { randomUUID } from 'node:crypto';
import { answer, type AppProcess, fakeServer, realPostgres, startApp, until } from '@watertight/testing';
import { Ledger, SmallShop } from '../small-shop.fixture.ts';

const WITHIN = { withinMs: 15_000 };

describe('while Postgres is away', () => {
  const postgres = realPostgres({ ownServer: true });
  const ledger = new Ledger();
  const payment = fakeServer(ledger.charges);
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

  it('a charge that was captured is told 202, and confirmed once it is back: charged once, nothing sold twice', async () => {
    payment.does(seen => answer.after(400, ledger.charges(seen)));
    const winch = await shop.product({ bergen: 1 });
    const basketId = await shop.basket({ [winch]: 1 });
    const [key, priceVersions] = [randomUUID(), { [winch]: 1 }];
    const paying = shop.pay(basketId, { key, priceVersions });
    await until(() => payment.requests.length === 1, WITHIN);
    await postgres.kill();
    const pending = await paying;
    expect([pending.status, pending.body.status]).toEqual([202, 'charging']);

    await postgres.restart();
    const paid = await until(async () => {
      const told = await shop.pay(basketId, { key, priceVersions });
      return told.status === 201 && told;
    }, WITHIN);
    expect([paid.body.id, paid.body.status]).toEqual([pending.body.id, 'confirmed']);
    expect(ledger.keysOf(paid.body.id)).toHaveLength(1);
    expect(ledger.captured.size).toBe(1);
    expect(await shop.pieces(winch)).toEqual({ available: 0, reserved: 0, sold: 1 });
  });

  it('every question is answered 503 within 2 s, dead or frozen, and served again afterwards', async () => {
    const winch = await shop.product({ bergen: 1 });
    const basketId = await shop.basket({ [winch]: 1 });
    for (const fault of ['kill', 'freeze'] as const) {
      await postgres[fault]();
      const startedMs = performance.now();
      const told = await shop.ask('GET', `/baskets/${basketId}`, undefined, { 'request-deadline-ms': '1500' });
      expect([told.status, told.body['code']]).toEqual([503, 'database-unavailable']);
      expect(performance.now() - startedMs).toBeLessThan(2000);
      await (fault === 'kill' ? postgres.restart() : postgres.thaw());
      await until(async () => (await shop.ask('GET', `/baskets/${basketId}`)).status === 200, WITHIN);
    }
    expect(payment.requests).toHaveLength(0);
  });
});
