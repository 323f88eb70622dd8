import { randomUUID } from 'node:crypto';
import { realPostgres, realRedis, until } from '@watertight/testing';
import { Redis } from 'ioredis';
import pg from 'pg';
import { IdempotencyLock } from './idempotency-lock.ts';
import type { Ended, Intent, Outcome } from './intent.ts';
import { answerOf, IntentTable } from './intent-table.fixture.ts';
import { withIntent } from './with-intent.ts';

const LEASE_MS = 1000;
/** Shorter than a lease: a caller that is answered within it did not wait for a claim without an owner. */
const WAIT_MS = 600;

describe('an effect elsewhere, with a key', () => {
  const postgres = realPostgres();
  const redis = realRedis();
  let pool: pg.Pool;
  let table: IntentTable;
  let lock: IdempotencyLock;
  const blind = new IdempotencyLock({ url: null });
  beforeAll(async () => {
    pool = new pg.Pool({ connectionString: postgres.url, max: 25 });
    pool.on('error', () => undefined); // the database goes before the pool does
    table = new IntentTable(pool, LEASE_MS);
    await table.create();
    lock = new IdempotencyLock({ url: redis.url, leaseMs: LEASE_MS });
    await until(async () => (await lock.claim(intent())).is === 'new', { withinMs: 5000 });
  });
  beforeEach(() => {
    effects = 0;
    waiting = 0;
  });
  afterAll(async () => {
    lock.close();
    await pool.end();
  });

  let effects = 0;
  let waiting = 0;
  const intent = (change: Partial<Intent> = {}): Intent => ({
    scope: 'checkout',
    key: randomUUID(),
    fingerprint: 'the first',
    owner: randomUUID(),
    ...change,
  });
  const again = (first: Intent) => ({ ...first, owner: randomUUID() });
  type Effect = (work: Intent) => Promise<Ended<string>>;
  const capture: Effect = work => {
    effects += 1;
    return table.settle(work, `captured ${effects}`);
  };
  const ask = (of: Intent, { effect = capture, waitMs = WAIT_MS, by = lock } = {}): Promise<Outcome<string>> =>
    withIntent(by, table, of, effect, { waitMs, onWait: () => (waiting += 1) });
  const someoneWaits = () => until(() => waiting > 0, { withinMs: WAIT_MS });
  const final = (said: string, replayed: boolean) => ({ is: 'final', answer: answerOf(said), replayed });
  const doors = () => [['with Redis', lock] as const, ['without', blind] as const];

  it('happens once for 20 requests at once, with Redis and without, and all are told the same bytes', async () => {
    for (const [, by] of doors()) {
      effects = waiting = 0;
      const first = intent();
      const slowly: Effect = async work => (await someoneWaits(), capture(work));
      const told = await Promise.all(Array.from({ length: 20 }, () => ask(again(first), { effect: slowly, by })));
      expect(effects).toBe(1);
      expect(told.map(each => each.is === 'final' && String(each.answer.body))).toEqual(Array(20).fill('captured 1'));
      expect(told.filter(each => each.is === 'final' && !each.replayed)).toHaveLength(1);
    }
  });

  it('is replayed as the store has it, with what Redis knows and when Redis has forgotten', async () => {
    const first = intent();
    expect(await ask(first)).toEqual(final('captured 1', false));
    const isKnown = () =>
      until(async () => (await lock.claim(again(first))).is === 'ask-the-store', { withinMs: 1000 });
    await isKnown();
    expect(await ask(again(first))).toEqual(final('captured 1', true));
    await emptyRedis();
    expect(await ask(again(first))).toEqual(final('captured 1', true));
    await isKnown();
    expect(effects).toBe(1);
  });

  it('happens again where the store has lost it, although Redis knows the key', async () => {
    const first = intent();
    await ask(first);
    await until(async () => (await lock.claim(again(first))).is === 'ask-the-store', { withinMs: 1000 });
    await pool.query('DELETE FROM intents WHERE key = $1', [first.key]);
    expect(await ask(again(first))).toEqual(final('captured 2', false));
  });

  it('is answered from the store when Redis holds a forged answer', async () => {
    const first = intent();
    await ask(first, { effect: async work => (await forgeEveryAnswer(), capture(work)) });
    expect(await ask(again(first))).toEqual(final('captured 1', true));
    expect(await ask({ ...again(first), fingerprint: 'another' })).toEqual({ is: 'key-reused' });
  });

  it('is told from another request with the key, running and finished, with Redis and without', async () => {
    for (const [, by] of doors()) {
      const first = intent();
      const other = () => ask({ ...again(first), fingerprint: 'another' }, { by });
      const seen: Outcome<string>[] = [];
      await ask(first, { effect: async work => (seen.push(await other()), capture(work)), by });
      seen.push(await other());
      expect(seen).toEqual([{ is: 'key-reused' }, { is: 'key-reused' }]);
    }
  });

  it('is the key of one caller and not of another', async () => {
    const first = intent();
    await ask(first);
    expect(await ask({ ...again(first), scope: 'storefront' })).toEqual(final('captured 2', false));
  });

  it('keeps claim and row when it throws: it does not run again before the lease has ended, and then it does', async () => {
    const first = intent();
    const dies: Effect = () => Promise.reject(new Error('killed'));
    await expect(ask(first, { effect: dies })).rejects.toThrow('killed');
    expect(await lock.claim(again(first))).toEqual({ is: 'busy', leaseLeftMs: expect.any(Number) });
    expect(await ask(again(first), { waitMs: 100 })).toEqual({ is: 'in-progress', leaseLeftMs: expect.any(Number) });
    expect(effects).toBe(0);
    expect(await ask(again(first), { waitMs: 5000 })).toEqual(final('captured 1', false));
  });

  it('is waited for although Redis was emptied under it', async () => {
    const first = intent();
    let second: Promise<Outcome<string>> | undefined;
    const effect: Effect = async work => {
      await emptyRedis();
      second = ask(again(first));
      await someoneWaits();
      return capture(work);
    };
    expect(await ask(first, { effect })).toEqual(final('captured 1', false));
    expect([await second, effects]).toEqual([final('captured 1', true), 1]);
  });

  it('that another process has settled meanwhile is told as a replay', async () => {
    const effect: Effect = async work => (await table.settle(work, 'by another'), table.settle(work, 'by us'));
    expect(await ask(intent(), { effect })).toEqual(final('by another', true));
  });

  it('that may have happened is unknown to all who ask, until it is settled without them', async () => {
    const first = intent();
    expect(await ask(first, { effect: work => table.leaveUnknown(work) })).toEqual({ is: 'unknown' });
    expect(await ask(again(first))).toEqual({ is: 'unknown' });
    await table.settle(first, 'swept');
    expect([await ask(again(first)), effects]).toEqual([final('swept', true), 0]);
  });

  it('that certainly did not happen leaves the key free, also for who waits', async () => {
    const first = intent();
    let second: Promise<Outcome<string>> | undefined;
    const effect: Effect = async work => {
      second = ask(again(first));
      await someoneWaits();
      return table.takeBack(work, 'bank away');
    };
    expect(await ask(first, { effect })).toEqual({ is: 'refused', because: 'bank away' });
    expect(await second).toEqual(final('captured 1', false));
  });

  it('is not begun when the store is away, and the key is free again at once', async () => {
    const first = intent();
    const away = { open: () => Promise.reject(new Error('away')), stand: () => Promise.reject(new Error('away')) };
    await expect(withIntent(lock, away, first, capture)).rejects.toThrow('away');
    expect(effects).toBe(0);
    expect(await ask(again(first))).toEqual(final('captured 1', false));
  });

  async function forgeEveryAnswer(): Promise<void> {
    const server = new Redis(redis.url);
    for (const key of await server.keys('*'))
      await server.hset(key, { f: 'another', s: '201', t: 'application/json', b: '{"forged":true}' });
    server.disconnect();
  }

  async function emptyRedis(): Promise<void> {
    const server = new Redis(redis.url);
    await server.flushall();
    server.disconnect();
  }
});
