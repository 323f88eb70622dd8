import { randomUUID } from 'node:crypto';
import { realPostgres } from '@watertight/testing';
import pg from 'pg';
import { once } from './once.ts';
import { transactionsOf } from './transactions.ts';

describe('once', () => {
  const postgres = realPostgres();
  let pool: pg.Pool;
  beforeAll(async () => {
    pool = new pg.Pool({ connectionString: postgres.url, max: 10 });
    pool.on('error', () => undefined); // the database goes before the pool does
    await pool.query(`CREATE TABLE idempotency_keys (
      scope text NOT NULL, key text NOT NULL, fingerprint bytea NOT NULL, answer json,
      created_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (scope, key))`);
    await pool.query('CREATE TABLE effects (said text)');
  });
  afterEach(() => pool.query('TRUNCATE idempotency_keys, effects'));
  afterAll(() => pool.end());

  const effects = async () => (await pool.query('SELECT FROM effects')).rowCount;
  const say = (key: string, { scope = 'checkout', said = 'ahoy', fails = false } = {}) =>
    once(transactionsOf(pool), { scope, key, request: { said } }, async tx => {
      await tx.query('INSERT INTO effects VALUES ($1)', [said]);
      if (fails) throw new Error('after the effect');
      return { id: randomUUID() };
    });

  it('lets 20 requests with one key at once have one effect, and answers them alike', async () => {
    const key = randomUUID();
    const all = await Promise.all(Array.from({ length: 20 }, () => say(key)));
    expect(all.filter(each => each.is === 'first')).toHaveLength(1);
    expect(all.filter(each => each.is === 'replayed')).toHaveLength(19);
    expect(new Set(all.map(each => JSON.stringify(Reflect.get(each, 'answer')))).size).toBe(1);
    expect(await effects()).toBe(1);
  });

  it('tells a different request with the same key apart, and does nothing', async () => {
    const key = randomUUID();
    await say(key);
    expect(await say(key, { said: 'something else' })).toEqual({ is: 'key-reused' });
    expect(await effects()).toBe(1);
  });

  it('knows a key of one caller from the same key of another', async () => {
    const key = randomUUID();
    expect([(await say(key)).is, (await say(key, { scope: 'storefront' })).is]).toEqual(['first', 'first']);
  });

  it('has had no effect and keeps no key when the effect fails', async () => {
    const key = randomUUID();
    await expect(say(key, { fails: true })).rejects.toThrow('after the effect');
    expect(await effects()).toBe(0);
    expect((await say(key)).is).toBe('first');
    expect(await effects()).toBe(1);
  });
});
