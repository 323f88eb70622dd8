import { randomUUID } from 'node:crypto';
import { type AppProcess, realPostgres, startApp, tcpProxy, until } from '@watertight/testing';
import { SmallShop } from '../small-shop.fixture.ts';

const WITHIN = { withinMs: 20_000 };

/** The last words of each statement of an order's two transactions, in their order: the database freezes after it. */
const reserving = [
  'INSERT INTO order_keys',
  'FROM baskets WHERE id = $1 FOR UPDATE',
  `status IN ('reserved', 'charging') FOR UPDATE`,
  'INSERT INTO orders',
  'INSERT INTO order_lines',
  'SET available = available - $3',
  'INSERT INTO reservations',
  'UPDATE order_keys k SET order_id',
];
const confirming = [
  `SET status = 'confirmed'`,
  'SET reserved = reserved - $3, sold',
  'DELETE FROM basket_lines b USING order_lines',
  'INSERT INTO outbox',
  'UPDATE order_keys SET answer_status',
];

/** What is sent to a frozen Postgres arrives when it goes on, also when its caller has given up meanwhile. */
describe('an order while Postgres freezes between two statements', () => {
  const [postgres, ledger, bankData] = [realPostgres(), realPostgres(), realPostgres()];
  const wire = tcpProxy(() => postgres.url);
  let checkout: AppProcess;
  const shop = new SmallShop(() => checkout.url, postgres);

  beforeAll(async () => {
    const bank = await startApp('bank', { DATABASE_URL: bankData.url });
    const payment = await startApp('payment', { DATABASE_URL: ledger.url, BANK_URL: bank.url });
    checkout = await startApp('checkout', {
      DATABASE_URL: wire.url,
      PAYMENT_URL: payment.url,
      OPEN_MS: '1000',
      SWEEP_MS: '100',
      LEASE_MS: '6000',
    });
    await shop.open();
  });

  const captured = async (orderId: string) =>
    (await ledger.query(`SELECT FROM charges WHERE order_id = $1 AND state = 'captured'`, [orderId])).length;

  it.each([...reserving, ...confirming])(
    'after %j: the same key ends in one paid order and one charge, and no answer before was false',
    async words => {
      const winch = await shop.product({ bergen: 1 });
      const basketId = await shop.basket({ [winch]: 1 });
      const paying = { key: randomUUID(), priceVersions: { [winch]: 1 }, deadlineMs: 2500 };
      wire.holdAfter(words);
      const told = await shop.pay(basketId, paying);
      expect([201, 202, 503]).toContain(told.status);
      expect(told.body.code ?? '').toMatch(/^$|^database-unavailable$/); // never "nothing was charged"
      wire.release();
      const paid = await until(async () => {
        const again = await shop.pay(basketId, paying);
        return again.status === 201 && again;
      }, WITHIN);
      if (told.status !== 503) expect(paid.body.id).toBe(told.body.id);
      expect(await captured(paid.body.id)).toBe(1);
      expect(await shop.pieces(winch)).toEqual({ available: 0, reserved: 0, sold: 1 });
    },
    30_000,
  );
});
