import { randomUUID } from 'node:crypto';
import { type AppProcess, realPostgres, realRedis, startApp, tcpProxy, until } from '@watertight/testing';
import pg from 'pg';
import { SmallShop } from '../small-shop.fixture.ts';

const WITHIN = { withinMs: 20_000 };

/** Each service has a database of its own, and each is late on its own: it answers after its caller has given up. */
describe('an order while one database is late', () => {
  const [postgres, ledger, bankData, redis] = [realPostgres(), realPostgres(), realPostgres(), realRedis()];
  const [toOrders, toLedger] = [tcpProxy(() => postgres.url), tcpProxy(() => ledger.url)];
  let checkout: AppProcess;
  let payment: AppProcess;
  const shop = new SmallShop(() => checkout.url, postgres);

  beforeAll(async () => {
    const bank = await startApp('bank', { DATABASE_URL: bankData.url });
    payment = await startApp('payment', {
      DATABASE_URL: toLedger.url,
      REDIS_URL: redis.url,
      BANK_URL: bank.url,
      SWEEP_MS: '100',
      LEASE_MS: '2000',
    });
    checkout = await startApp('checkout', {
      DATABASE_URL: toOrders.url,
      PAYMENT_URL: payment.url,
      OPEN_MS: '1000',
      HOLD_MS: '4000',
      SWEEP_MS: '100',
      LEASE_MS: '9000', // longer than the press of "Pay" takes, as in the shop
    });
    await shop.open();
  });

  const basketOfOne = async () => shop.basket({ [await shop.product({ bergen: 4 }, 9999)]: 1 });
  const orderOf = async (basketId: string) =>
    (await postgres.query('SELECT id, status FROM orders WHERE basket_id = $1', [basketId]))[0];
  const becomes = (basketId: string, status: string) =>
    until(async () => (await orderOf(basketId))?.['status'] === status, WITHIN);
  const captures = async () =>
    (await bankData.query(`SELECT reference FROM captures WHERE status = 'captured'`)).length;
  /** On connections that stand: a new one would be refused, and then certainly nothing is written. */
  const connect = async () => {
    await fetch(`${payment.url}/charges/${randomUUID()}`);
    await shop.ask('GET', `/baskets/${randomUUID()}`);
  };
  /** Another session holds the table, as a migration does, until `work` is done. */
  async function whileLocked<T>(table: string, of: { url: string }, work: () => Promise<T>): Promise<T> {
    const holder = new pg.Client(of.url);
    await holder.connect();
    await holder.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    try {
      return await work();
    } finally {
      await holder.query('COMMIT');
      await holder.end();
    }
  }

  it('is not charged after the answer "nothing was charged", when the ledger was locked; its goods are free again', async () => {
    const [basketId, before] = [await basketOfOne(), await captures()];
    const told = await whileLocked('charges', ledger, () => shop.pay(basketId));
    expect([told.status, told.body.code]).toEqual([503, 'payment-unavailable']);
    await becomes(basketId, 'cancelled');
    expect(await ledger.query('SELECT FROM charges WHERE order_id = $1', [(await orderOf(basketId))?.['id']])).toEqual(
      [],
    );
    expect(await captures()).toBe(before);
  });

  it('is paid once by another card after that answer', async () => {
    const [basketId, before] = [await basketOfOne(), await captures()];
    const told = await whileLocked('charges', ledger, () => shop.pay(basketId));
    expect(told.body.code).toBe('payment-unavailable');
    const paid = await until(async () => {
      const answer = await shop.pay(basketId, { cardToken: 'tok_mastercard' });
      return answer.status === 201 && answer;
    }, WITHIN);
    expect(paid.body.card).toEqual({ brand: 'Mastercard', last4: '4444' });
    expect(await captures()).toBe(before + 1);
  });

  it('is being confirmed, then paid once, when the ledger answers after its caller has given up', async () => {
    const [basketId, before] = [await basketOfOne(), await captures()];
    await connect();
    toLedger.hold();
    const told = await shop.pay(basketId);
    expect([told.status, told.body.status]).toEqual([202, 'charging']);
    toLedger.release();
    await becomes(basketId, 'confirmed');
    expect(await captures()).toBe(before + 1);
  });

  it.each(['arrives late', 'never arrives'])(
    'is being confirmed, then paid once, when the COMMIT of its reservation %s',
    async how => {
      const [basketId, before, key] = [await basketOfOne(), await captures(), randomUUID()];
      const priceVersions = await shop.shownVersions(basketId);
      await connect();
      toOrders.holdAfter('UPDATE order_keys k SET order_id'); // the last statement before COMMIT
      const told = await shop.pay(basketId, { key, priceVersions });
      expect([told.status, told.body.status]).toEqual([202, 'charging']);
      if (how === 'arrives late') toOrders.release();
      else toOrders.forget();
      await becomes(basketId, 'confirmed');
      const again = await shop.pay(basketId, { key, priceVersions });
      expect([again.status, again.body.id]).toEqual([201, told.body.id]);
      expect(await captures()).toBe(before + 1);
    },
    40_000,
  );
});
