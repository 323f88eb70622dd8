import { randomUUID } from 'node:crypto';
import { type AppProcess, realPostgres, startApp, until } from '@watertight/testing';
import { Client } from 'pg';
import { databaseLimits } from './database-limits.ts';

/** More than the whole process has connections. */
const MANY = 20;
/** A critical request that waited for a connection would be refused after 1000 ms. */
const AT_ONCE_MS = 700;

describe('the connections of a service', () => {
  const postgres = realPostgres();
  let checkout: AppProcess;
  let locker: Client;
  beforeAll(async () => {
    checkout = await startApp('checkout', { DATABASE_URL: postgres.url, PAYMENT_URL: 'http://127.0.0.1:9' });
  }, 90_000);
  beforeEach(async () => {
    locker = new Client({ connectionString: postgres.url });
    await locker.connect();
    // Every request for a stock waits.
    await locker.query('BEGIN; LOCK TABLE stock IN ACCESS EXCLUSIVE MODE');
  });
  afterEach(() => locker.end());

  const ask = (path: string, kind: 'critical' | 'optional') =>
    fetch(checkout.url + path, kind === 'optional' ? { headers: { 'request-kind': 'optional' } } : {});
  const readStock = (kind: 'critical' | 'optional') => ask('/stock/wt-1000', kind);
  const readBasket = async (kind: 'critical' | 'optional') => {
    const startedMs = performance.now();
    const { status } = await ask(`/baskets/${randomUUID()}`, kind);
    return { status, atOnce: performance.now() - startedMs < AT_ONCE_MS };
  };
  const heldUp = async () => {
    const rows = await postgres.query(
      `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = current_user`,
    );
    return rows.length;
  };

  it.each([
    ['optional', 'critical'],
    ['critical', 'optional'],
  ] as const)(
    'are split: with every one for a %s held, a basket is read at once all the same',
    async (kind, other) => {
      const asked = Array.from({ length: MANY }, () => readStock(kind));
      await until(async () => (await heldUp()) >= databaseLimits.pools[kind], { withinMs: 3000 });
      expect(await readBasket(other)).toEqual({ status: 200, atOnce: true });
      expect(await readBasket(kind)).toEqual({ status: 503, atOnce: false });
      const statuses = (await Promise.all(asked)).map(({ status }) => status);
      expect(new Set(statuses)).toEqual(new Set([503]));
      await until(async () => (await heldUp()) === 0, { withinMs: 5000 });
    },
    20_000,
  );
});
