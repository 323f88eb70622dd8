import type { OrderConfirmed } from '@watertight/contracts';
import { Database } from '@watertight/service-kit';
import { type AppProcess, fakeServer, realPostgres, realRedis, startApp, until } from '@watertight/testing';
import { Ledger, SmallShop } from '../small-shop.fixture.ts';
import { acknowledge, writeOutbox } from './outbox.ts';

const WITHIN = { withinMs: 15_000 };

describe('an event that is written anew, because the commit that wrote it was lost', () => {
  const [postgres, sales, redis] = [realPostgres(), realPostgres(), realRedis()];
  const ledger = new Ledger();
  const payment = fakeServer(ledger.charges);
  let checkout: AppProcess;
  let database: Database;
  const shop = new SmallShop(() => checkout.url, postgres);

  beforeAll(async () => {
    checkout = await startApp('checkout', {
      DATABASE_URL: postgres.url,
      PAYMENT_URL: payment.url,
      REDIS_URL: redis.url,
      PACKING_MS: '100',
      SWEEP_MS: '50',
      RELAY_MS: '50',
      RESEND_MS: '500',
    });
    await startApp('recommendations', { DATABASE_URL: sales.url, REDIS_URL: redis.url });
    database = new Database({ url: postgres.url, migrations: new URL('./', import.meta.url) }); // it is migrated
    await shop.open();
  }, 60_000);
  afterAll(() => database.close());

  const outboxOf = (orderId: string) =>
    postgres.query<{ id: string; queue: string; event: OrderConfirmed; acknowledged_at: Date | null }>(
      `SELECT * FROM outbox WHERE event->>'orderId' = $1 AND queue <> 'raise-shipments' ORDER BY queue`,
      [orderId],
    );
  const isTold = async (orderId: string) => {
    const rows = await outboxOf(orderId);
    return rows.length === 2 && rows.every(row => row.acknowledged_at !== null);
  };
  const learnt = () => sales.query('SELECT product_id, pieces::int FROM sold ORDER BY product_id');
  const ship = async () => {
    const [winch, rope] = [await shop.product({ bergen: 10 }), await shop.product({ bergen: 10 })];
    const basketId = await shop.basket({ [winch]: 2, [rope]: 1 });
    const { id } = (await shop.pay(basketId)).body;
    const read = async () => (await shop.read(id)).body;
    const isShipped = async () => (await read()).status === 'shipped' && (await isTold(id));
    await until(isShipped, WITHIN);
    return { id, winch, rope, read, isShipped };
  };
  beforeEach(() => sales.query('TRUNCATE sold, bought_together'));

  it('is learnt once and shipped once when only its rows are gone', async () => {
    const { id, winch, rope, read, isShipped } = await ship();
    const rows = await outboxOf(id);
    await postgres.query(`DELETE FROM outbox WHERE event->>'orderId' = $1`, [id]);
    await database.transaction(async tx => {
      for (const { queue, event } of rows) await writeOutbox(tx, queue as 'learn-order' | 'ship-order', event);
    });
    await until(isShipped, WITHIN);
    expect((await outboxOf(id)).map(row => row.id)).toEqual(rows.map(row => row.id));
    expect(await learnt()).toEqual([
      { product_id: winch, pieces: 2 },
      { product_id: rope, pieces: 1 },
    ]);
    expect((await read()).deliveries).toMatchObject([{ pieces: 3, status: 'shipped' }]);
  });

  it('is learnt once and shipped once when checkout’s database goes back to before the order was paid', async () => {
    const { id, winch, rope, read, isShipped } = await ship();
    await goBackToCharging(id);
    await until(isShipped, WITHIN);
    expect(await learnt()).toEqual([
      { product_id: winch, pieces: 2 },
      { product_id: rope, pieces: 1 },
    ]);
    expect((await read()).deliveries).toMatchObject([{ pieces: 3, status: 'shipped' }]);
    expect(await shop.pieces(winch)).toEqual({ available: 8, reserved: 0, sold: 2 });
    expect(ledger.keysOf(id)).toHaveLength(1);
  });

  it('is sent again when the acknowledgement is about a packing that was lost', async () => {
    const { id } = await ship();
    const events = await outboxOf(id);
    await postgres.query(
      "UPDATE outbox SET acknowledged_at = NULL, sent_at = clock_timestamp() + $2 WHERE event->>'orderId' = $1",
      [id, '1 h'],
    );
    await postgres.query('DELETE FROM inbox WHERE outbox_id = ANY ($1)', [events.map(each => each.id)]);
    for (const { id: outboxId, queue } of events)
      await acknowledge(database, { outboxId, consumer: queue === 'learn-order' ? 'recommendations' : 'checkout' });
    const acknowledged = (await outboxOf(id)).filter(row => row.acknowledged_at !== null).map(({ queue }) => queue);
    expect(acknowledged).toEqual(['learn-order']); // recommendations has its own database, and keeps what it has learnt
  });

  /** What a restored backup of that moment holds; recommendations and Redis keep what they have. */
  function goBackToCharging(orderId: string): Promise<unknown> {
    return database.transaction(async tx => {
      await tx.query(`DELETE FROM inbox WHERE outbox_id IN (SELECT id FROM outbox WHERE event->>'orderId' = $1)`, [
        orderId,
      ]);
      await tx.query(`DELETE FROM outbox WHERE event->>'orderId' = $1`, [orderId]);
      await tx.query('DELETE FROM deliveries WHERE order_id = $1', [orderId]);
      await tx.query(
        `UPDATE stock s SET reserved = reserved + r.quantity, sold = sold - r.quantity
         FROM reservations r WHERE r.order_id = $1 AND (s.product_id, s.store_id) = (r.product_id, r.store_id)`,
        [orderId],
      );
      await tx.query('UPDATE order_keys SET answer_status = NULL, answer_body = NULL WHERE order_id = $1', [orderId]);
      await tx.query(
        `UPDATE orders SET status = 'charging', card_token = 'tok_visa', look_again_at = clock_timestamp() WHERE id = $1`,
        [orderId],
      );
    });
  }

  it('has the same row for the same price of a product, and others for the next price and other products', async () => {
    const priceOf = (productId: string, priceVersion: number) => ({
      version: 1 as const,
      productId,
      price: { amount: '9.99', currency: 'USD' as const },
      priceVersion,
    });
    const [one, other] = ['wt-9998', 'wt-9999'];
    for (const price of [priceOf(one, 2), priceOf(one, 2), priceOf(one, 3), priceOf(other, 2)])
      await writeOutbox(database, 'update-price', price);
    const rows = await postgres.query(`SELECT FROM outbox WHERE queue = 'update-price'`);
    expect(rows).toHaveLength(3);
  });
});
