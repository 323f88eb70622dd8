import { type AppProcess, realPostgres, startApp, until } from '@watertight/testing';
import { SmallShop } from '../small-shop.fixture.ts';

const CUSTOMERS = 4;
const EACH_BUYS_EVERY_MS = 200;
const GONE_MS = 3000;
/** From the return of payment's database to the next order that is paid. */
const BACK_WITHIN_MS = 5000;

describe('orders while payment has no database for 3 s', () => {
  const [postgres, bankData, ledger] = [realPostgres(), realPostgres(), realPostgres({ ownServer: true })];
  let checkout: AppProcess;
  const shop = new SmallShop(() => checkout.url, postgres);
  const closed = new AbortController();
  let customers: Promise<unknown> = Promise.resolve();

  beforeAll(async () => {
    const bank = await startApp('bank', { DATABASE_URL: bankData.url });
    const payment = await startApp('payment', { DATABASE_URL: ledger.url, BANK_URL: bank.url, SWEEP_MS: '200' });
    checkout = await startApp('checkout', {
      DATABASE_URL: postgres.url,
      PAYMENT_URL: payment.url,
      SWEEP_MS: '200',
      OPEN_MS: '30000', // as in the shop; other tests wait for no breaker
    });
    await shop.open();
  }, 60_000);
  afterEach(async () => {
    closed.abort();
    await customers;
  });

  it('are paid again at most 5 s after it is back, not when an open breaker allows it 30 s later', async () => {
    const winch = await shop.product({ bergen: 100_000 });
    const answers: { beganMs: number; status: number }[] = [];
    const customer = async () => {
      while (!closed.signal.aborted) {
        const basketId = await shop.basket({ [winch]: 1 });
        const beganMs = performance.now();
        answers.push({ beganMs, status: (await shop.pay(basketId)).status });
        await until(() => performance.now() - beganMs >= EACH_BUYS_EVERY_MS, { withinMs: 1000 });
      }
    };
    const paidSince = (sinceMs: number) => answers.some(({ beganMs, status }) => beganMs >= sinceMs && status === 201);
    customers = Promise.all(Array.from({ length: CUSTOMERS }, customer));
    await until(() => paidSince(0), { withinMs: 5000 });

    await ledger.kill();
    const killedMs = performance.now();
    await until(() => performance.now() - killedMs >= GONE_MS, { withinMs: 2 * GONE_MS });
    expect(answers.filter(({ status }) => status === 503).length).toBeGreaterThanOrEqual(2);
    await ledger.restart();
    const backMs = performance.now();
    await until(() => paidSince(backMs), { withinMs: BACK_WITHIN_MS });
    expect(answers.map(({ status }) => status).filter(status => ![201, 202, 503].includes(status))).toEqual([]);
  }, 60_000);
});
