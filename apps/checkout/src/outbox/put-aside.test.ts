import { randomUUID } from 'node:crypto';
import type { OpsState } from '@watertight/contracts/ops';
import { Database } from '@watertight/service-kit';
import { type AppProcess, fakeServer, opsOnly, realPostgres, realRedis, startApp, until } from '@watertight/testing';
import { Ledger, SmallShop } from '../small-shop.fixture.ts';
import { noteFailure } from './put-aside.ts';

const WITHIN = { withinMs: 20_000 };
const MAX_FAILURES = 2;

describe('an event that its consumer fails on each time', () => {
  const [postgres, catalogue, redis] = [realPostgres(), realPostgres(), realRedis()];
  const payment = fakeServer(new Ledger().charges);
  let checkout: AppProcess;
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
      MAX_FAILURES: String(MAX_FAILURES),
    });
    await startApp('search', { DATABASE_URL: catalogue.url, REDIS_URL: redis.url, SEED: 'demo' });
    await shop.open();
  }, 60_000);

  const rowOf = async (id: string) =>
    (
      await postgres.query<{
        failures: number;
        failure: string;
        sent_at: Date | null;
        put_aside_at: Date | null;
        acknowledged_at: Date | null;
      }>('SELECT failures, failure, sent_at, put_aside_at, acknowledged_at FROM outbox WHERE id = $1', [id])
    )[0];
  const isPutAside = async (id: string) => (await rowOf(id))?.put_aside_at != null;
  const isAcknowledged = async (id: string) => (await rowOf(id))?.acknowledged_at != null;
  const write = async (queue: string, event: object) =>
    (
      await postgres.query<{ id: string }>('INSERT INTO outbox (queue, event) VALUES ($1, $2) RETURNING id', [
        queue,
        JSON.stringify(event),
      ])
    )[0]?.id ?? '';
  const priceOf = (amount: string, priceVersion: number) =>
    write('update-price', { version: 1, productId: 'wt-1001', price: { amount, currency: 'USD' }, priceVersion });
  const shown = async () => {
    const metrics = await (await fetch(`${checkout.url}/metrics`)).text();
    const state = (await (await fetch(`${checkout.url}/ops/state`, { headers: opsOnly })).json()) as OpsState;
    const gauge = Number(/^watertight_outbox_put_aside\{.*\} (\d+)$/m.exec(metrics)?.[1]);
    return { gauge, backlog: state.backlog };
  };
  const sendAgain = (headers: Record<string, string> = opsOnly) =>
    fetch(`${checkout.url}/outbox/send-again`, { method: 'POST', headers });

  let poison: string;
  it('is put aside after so many failures, shown, and holds up no other event', async () => {
    poison = await priceOf('a fortune', 2);
    await until(() => isPutAside(poison), WITHIN);
    expect(await rowOf(poison)).toMatchObject({ failures: MAX_FAILURES, failure: expect.stringContaining('schema') });
    await until(async () => (await shown()).gauge === 1, WITHIN);
    expect((await shown()).backlog).toEqual({ oldestAt: null, waiting: {}, putAside: 1 });

    const right = await priceOf('12.50', 3);
    await until(() => isAcknowledged(right), WITHIN);
    // As long as it takes to send another one twice, which has no consumer here.
    const order = { version: 1, orderId: randomUUID(), at: new Date().toISOString(), lines: [] };
    const unanswered = await write('learn-order', order);
    const sentAt = async (id: string) => Number((await rowOf(id))?.sent_at ?? 0);
    const first = await until(() => sentAt(unanswered), WITHIN);
    await until(async () => (await sentAt(unanswered)) > first, WITHIN);
    expect(await sentAt(poison)).toBeLessThan(first);
    await postgres.query('DELETE FROM outbox WHERE id = $1', [unanswered]);
    expect(await rowOf(poison)).toMatchObject({ failures: MAX_FAILURES, acknowledged_at: null });
  });

  it('is sent again by an operator alone, and put aside again if nothing has been cured', async () => {
    expect((await sendAgain({})).status).toBe(404);
    expect(await (await sendAgain()).json()).toEqual({ events: 1 });
    await until(() => isPutAside(poison), WITHIN);
    expect(await rowOf(poison)).toMatchObject({ failures: MAX_FAILURES, acknowledged_at: null });
  });

  it('takes effect when it is sent again after the cure', async () => {
    await catalogue.query('ALTER TABLE products ADD CONSTRAINT flaw CHECK (price_version < 9)');
    const price = await priceOf('77.70', 9);
    await until(() => isPutAside(price), WITHIN);
    expect((await rowOf(price))?.failure).toContain('flaw');

    await catalogue.query('ALTER TABLE products DROP CONSTRAINT flaw');
    await sendAgain();
    await until(() => isAcknowledged(price), WITHIN);
    const copy = await catalogue.query(`SELECT amount_minor::int AS cents FROM products WHERE id = 'wt-1001'`);
    expect(copy).toEqual([{ cents: 7770 }]);
  }, 60_000);

  it('counts one failure for each time it was sent, and none that another consumer reports', async () => {
    const database = new Database({ url: postgres.url, migrations: new URL('./', import.meta.url) }); // it is migrated
    const [row] = await postgres.query<{ id: string }>(
      `INSERT INTO outbox (queue, event, sent_at) VALUES ('update-price', '{}', clock_timestamp()) RETURNING id`,
    );
    const outboxId = row?.id ?? '';
    const report = async (consumer: string) => {
      const failed = { version: 1 as const, outboxId, consumer, reason: 'it is no price' };
      await noteFailure(database, failed, { maxFailures: 3, logger: { error: () => {} } as never });
      return (await rowOf(outboxId))?.failures;
    };
    await postgres.query(`UPDATE outbox SET sent_at = clock_timestamp() + interval '1 h' WHERE id = $1`, [outboxId]); // no relay takes it
    expect([await report('recommendations'), await report('search')]).toEqual([0, 1]);
    await postgres.query(`UPDATE outbox SET sent_at = failed_at - interval '1 ms' WHERE id = $1`, [outboxId]);
    expect(await report('search')).toBe(1);
    await database.close();
  });
});
