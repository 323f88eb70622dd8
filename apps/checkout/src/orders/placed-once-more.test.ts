import { randomUUID } from 'node:crypto';
import { type AppProcess, realPostgres, startApp, until } from '@watertight/testing';
import { SmallShop } from '../small-shop.fixture.ts';

const WITHIN = { withinMs: 15_000 };
/** All that placing and paying an order changes; what is referred to stands before what refers to it. */
const TABLES = ['stock', 'baskets', 'basket_lines', 'orders', 'order_lines', 'reservations', 'order_keys', 'outbox'];

/** The order was paid in a time that the database has lost. Before that time its pieces were held and nothing was charged. */
describe('an order whose hold ends after its payment was forgotten', () => {
  const [postgres, ledger, bankData] = [realPostgres(), realPostgres(), realPostgres()];
  let [bank, payment, checkout]: AppProcess[] = [];
  const shop = new SmallShop(() => checkout?.url ?? '', postgres);
  const startPayment = (env: Record<string, string> = {}) =>
    startApp('payment', { DATABASE_URL: ledger.url, BANK_URL: bank?.url ?? '', ...env });
  const startCheckout = (env: Record<string, string> = {}) =>
    startApp('checkout', { DATABASE_URL: postgres.url, PAYMENT_URL: payment?.url ?? '', SWEEP_MS: '100', ...env });

  beforeAll(async () => {
    bank = await startApp('bank', { DATABASE_URL: bankData.url });
    payment = await startPayment();
    checkout = await startCheckout();
    await shop.open();
  }, 60_000);

  const statusOf = async (id: string) =>
    (await postgres.query('SELECT status FROM orders WHERE id = $1', [id]))[0]?.['status'];
  /** What the bank has kept. */
  const kept = () => bankData.query(`SELECT FROM captures WHERE status = 'captured' AND refunded_minor < amount_minor`);

  /** Copies the tables, does `work`, and puts the copies back. */
  async function forgetting<T>(work: () => Promise<T>): Promise<T> {
    for (const table of TABLES) await postgres.query(`CREATE TABLE copy_of_${table} AS SELECT * FROM ${table}`);
    const done = await work();
    await postgres.query('DELETE FROM deliveries');
    const putBack = [
      ...TABLES.toReversed().map(table => `DELETE FROM ${table}`),
      ...TABLES.map(table => `INSERT INTO ${table} SELECT * FROM copy_of_${table}`),
      ...TABLES.map(table => `DROP TABLE copy_of_${table}`),
    ];
    await postgres.query(`DO $$ BEGIN ${putBack.join('; ')}; END $$`); // one transaction: no sweeper sees half of it
    return done;
  }

  /** Sends a form in vain, then with success, which is forgotten; then the hold of its order ends. */
  async function paidAndForgotten() {
    const winch = await shop.product({ bergen: 1 });
    const basketId = await shop.basket({ [winch]: 1 });
    const form = { key: randomUUID(), priceVersions: { [winch]: 1 } };
    await payment?.kill();
    expect((await shop.pay(basketId, form)).body.code).toBe('payment-unavailable');
    payment = await startPayment({ PORT: new URL(payment?.url ?? '').port });
    const paid = await forgetting(() => shop.pay(basketId, form));
    expect(paid.status).toBe(201);
    await postgres.query('UPDATE orders SET hold_ends_at = clock_timestamp() WHERE id = $1', [paid.body.id]);
    await until(async () => (await statusOf(paid.body.id)) === 'cancelled', WITHIN);
    return { winch, id: paid.body.id, sendAgain: () => shop.pay(basketId, form) };
  }

  it('is placed once more by the same form, and paid by the charge that was forgotten', async () => {
    const { winch, id, sendAgain } = await paidAndForgotten();
    const before = (await kept()).length;
    const again = await sendAgain();
    expect([again.status, again.body.id, again.body.status]).toEqual([201, id, 'confirmed']);
    expect((await kept()).length).toBe(before);
    expect(await shop.pieces(winch)).toEqual({ available: 0, reserved: 0, sold: 1 });
    expect(await postgres.query('SELECT quantity FROM order_lines WHERE order_id = $1', [id])).toEqual([
      { quantity: 1 },
    ]);
  });

  it('is not placed once more when its money goes back', async () => {
    const { winch, id, sendAgain } = await paidAndForgotten();
    const before = (await kept()).length;
    const comparing = await startCheckout({ COMPARE_MS: '100', ORPHAN_MS: '1' });
    await until(async () => (await kept()).length === before - 1, WITHIN);
    await comparing.stop();
    const again = await sendAgain();
    expect([again.status, again.body['declineReason']]).toEqual([402, 'the payment of this form was refunded']);
    expect([await statusOf(id), again.body['orderId'] === id]).toEqual(['cancelled', false]);
    expect((await shop.pieces(winch))?.sold).toBe(0);
  });
});
