import { randomUUID } from 'node:crypto';
import { answer, type AppProcess, fakeServer, realPostgres, startApp, tcpProxy, until } from '@watertight/testing';
import { Ledger, SmallShop } from '../small-shop.fixture.ts';

const WITHIN = { withinMs: 15_000 };

/** One checkout has sent the reservation of an order, and knows nothing of it. The client asks the other one again. */
describe('an order that one process has lost, with its key refused by another', () => {
  const postgres = realPostgres();
  const wire = tcpProxy(() => postgres.url);
  const ledger = new Ledger();
  const payment = fakeServer(ledger.charges);
  let [losing, other]: AppProcess[] = [];
  const lossy = new SmallShop(() => losing?.url ?? '', postgres);
  const shop = new SmallShop(() => other?.url ?? '', postgres);

  beforeAll(async () => {
    const env = { PAYMENT_URL: payment.url, SWEEP_MS: '100', HOLD_MS: '60000' };
    losing = await startApp('checkout', { DATABASE_URL: wire.url, ...env });
    other = await startApp('checkout', { DATABASE_URL: postgres.url, ...env });
    await shop.open();
  });

  /** Loses the order at one process: its transaction is rolled back, and the process cannot find out. */
  async function lose(basketId: string, key: string, priceVersions: Record<string, number>) {
    await lossy.ask('GET', `/baskets/${randomUUID()}`); // on a connection that stands
    wire.holdAfter('UPDATE order_keys k SET order_id'); // the last statement before COMMIT
    expect((await lossy.pay(basketId, { key, priceVersions })).status).toBe(202);
    await postgres.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
    );
  }
  /** The process reaches its database again, and asks it once more about its order. */
  async function findOut(key: string): Promise<void> {
    wire.forget();
    wire.sent.length = 0;
    await until(() => wire.sent.some(words => words.includes('INSERT INTO order_keys') && words.includes(key)), WITHIN);
    // Five rounds of its other work later, what it has decided is done.
    wire.sent.length = 0;
    await until(() => wire.sent.filter(words => words.includes('hold_ends_at <=')).length >= 5, WITHIN);
  }
  const ordersOf = (basketId: string) => postgres.query('SELECT status FROM orders WHERE basket_id = $1', [basketId]);

  it('as out of stock is not made when pieces arrive', async () => {
    const winch = await shop.product({ bergen: 4 });
    const [basketId, key, priceVersions] = [await shop.basket({ [winch]: 1 }), randomUUID(), { [winch]: 1 }];
    await lose(basketId, key, priceVersions);
    await postgres.query('UPDATE stock SET received = 0, available = 0 WHERE product_id = $1', [winch]);
    expect((await shop.pay(basketId, { key, priceVersions })).body.code).toBe('out-of-stock');
    await postgres.query('UPDATE stock SET received = 4, available = 4 WHERE product_id = $1', [winch]);
    await findOut(key);
    expect(await ordersOf(basketId)).toEqual([]);
    expect(payment.requests).toEqual([]);
    expect((await shop.pay(basketId, { key, priceVersions })).status).toBe(201); // a new instruction
  });

  it('because no card can be charged is not charged when the bank is back', async () => {
    const winch = await shop.product({ bergen: 4 });
    const [basketId, key, priceVersions] = [await shop.basket({ [winch]: 1 }), randomUUID(), { [winch]: 1 }];
    await lose(basketId, key, priceVersions);
    const problem = { type: 'about:blank', title: 'no', status: 503, detail: 'no', code: 'bank-unavailable' };
    payment.does(() => answer.json(problem, { status: 503 }));
    expect((await shop.pay(basketId, { key, priceVersions })).body.code).toBe('payment-unavailable');
    payment.does(ledger.charges);
    await findOut(key);
    expect(await ordersOf(basketId)).toEqual([{ status: 'reserved' }]);
    expect([...ledger.captured.keys()]).toHaveLength(1); // of the test above
  });
});

describe('an order for pieces that move away under it each time', () => {
  const postgres = realPostgres();
  const payment = fakeServer(new Ledger().charges);
  let checkout: AppProcess;
  const shop = new SmallShop(() => checkout.url, postgres);
  beforeAll(async () => {
    checkout = await startApp('checkout', { DATABASE_URL: postgres.url, PAYMENT_URL: payment.url });
    await shop.open();
  });

  it('is refused after ten tries: 503, nothing was reserved or charged, and the same key may come again', async () => {
    const winch = await shop.product({ bergen: 4 });
    const [basketId, key] = [await shop.basket({ [winch]: 1 }), randomUUID()];
    // Each update of the shelf finds that another was quicker, as it is in a storm that does not end.
    await postgres.query(
      `CREATE FUNCTION skip() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
       CREATE TRIGGER moved BEFORE UPDATE ON stock FOR EACH ROW EXECUTE FUNCTION skip()`,
    );
    const refused = await shop.pay(basketId, { key });
    expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([
      503,
      'stock-contended',
      '1',
    ]);
    expect(payment.requests).toEqual([]);
    await postgres.query('DROP TRIGGER moved ON stock');
    expect((await shop.pay(basketId, { key })).status).toBe(201);
  });
});
