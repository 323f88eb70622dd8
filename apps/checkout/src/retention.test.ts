import { randomUUID } from 'node:crypto';
import { answer, type AppProcess, fakeServer, realPostgres, startApp, until } from '@watertight/testing';
import { Ledger, SmallShop } from './small-shop.fixture.ts';

describe('what checkout does not keep for ever', () => {
  const postgres = realPostgres();
  const payment = fakeServer(new Ledger().charges);
  let checkout: AppProcess;
  const shop = new SmallShop(() => checkout.url, postgres);
  beforeAll(async () => {
    checkout = await startApp('checkout', {
      DATABASE_URL: postgres.url,
      PAYMENT_URL: payment.url,
      FORGET_EVERY_MS: '50',
    });
    await shop.open();
  });
  const rowsOf = async (table: string, id: string, value: string) =>
    (await postgres.query(`SELECT FROM ${table} WHERE ${id} = $1`, [value])).length;

  it('goes after its time, and an order, what is under way and what is younger stay', async () => {
    const winch = await shop.product({ bergen: 4 });
    const [ordered, abandoned] = [await shop.basket({ [winch]: 1 }), await shop.basket({ [winch]: 1 })];
    const [paidKey, openKey] = [randomUUID(), randomUUID()];
    const paid = await shop.pay(ordered, { key: paidKey });
    payment.does(answer.nothing);
    const second = await shop.basket({ [winch]: 1 });
    expect((await shop.pay(second, { key: openKey, deadlineMs: 300 })).status).toBe(202);
    const add = async (acknowledgedDaysAgo: number | null) => {
      const [row] = await postgres.query<{ id: string }>(
        `INSERT INTO outbox (queue, event, created_at, acknowledged_at)
         VALUES ('learn-order', '{}', now() - interval '400 days', now() - $1 * interval '1 day') RETURNING id`,
        [acknowledgedDaysAgo],
      );
      return row?.id ?? '';
    };
    const [old, young, unsent] = [await add(8), await add(6), await add(null)];
    const [oldMessage, message] = [randomUUID(), randomUUID()];
    await postgres.query(`INSERT INTO inbox VALUES ($1, now() - interval '31 days'), ($2, now())`, [
      oldMessage,
      message,
    ]);
    await postgres.query(`UPDATE order_keys SET made_at = now() - interval '31 days'`);
    await postgres.query(`UPDATE idempotency_keys SET created_at = now() - interval '25 hours'`);
    await postgres.query(`UPDATE baskets SET changed_at = now() - interval '401 days'`);

    await until(
      async () =>
        (await rowsOf('outbox', 'id', old)) +
          (await rowsOf('inbox', 'outbox_id', oldMessage)) +
          (await rowsOf('order_keys', 'key', paidKey)) +
          (await rowsOf('baskets', 'id', abandoned)) +
          (await postgres.query('SELECT FROM idempotency_keys')).length ===
        0,
      { withinMs: 5000 },
    );
    expect([await rowsOf('outbox', 'id', young), await rowsOf('outbox', 'id', unsent)]).toEqual([1, 1]);
    expect(await rowsOf('inbox', 'outbox_id', message)).toBe(1);
    expect(await rowsOf('order_keys', 'key', openKey)).toBe(1);
    expect([await rowsOf('baskets', 'id', ordered), await rowsOf('orders', 'id', paid.body.id)]).toEqual([1, 1]);

    // The key of a month ago: its order is found by its basket, and not made once more.
    const again = await shop.pay(ordered, { key: paidKey, priceVersions: { [winch]: 1 } });
    expect([again.status, again.body.code]).toEqual([409, 'basket-already-ordered']);
  });
});
