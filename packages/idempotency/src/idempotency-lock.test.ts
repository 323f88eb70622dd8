import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { findPipeline } from '@watertight/resilience';
import { realRedis, redisPair, until } from '@watertight/testing';
import { IdempotencyLock } from './idempotency-lock.ts';

const redis = realRedis();
const open: IdempotencyLock[] = [];
const changes: (string | undefined)[] = [];
const intent = (change: object = {}) => ({
  scope: 'checkout',
  key: randomUUID(),
  fingerprint: 'v1:the-first',
  owner: randomUUID(),
  ...change,
});

async function lock(options: { leaseMs?: number; finishedMs?: number } = {}): Promise<IdempotencyLock> {
  const made = new IdempotencyLock({ url: redis.url, onChange: reason => changes.push(reason), ...options });
  open.push(made);
  await until(async () => (await made.claim(intent())).is === 'new', { withinMs: 5_000 });
  changes.length = 0; // before it was connected its breaker was open
  return made;
}
async function server<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
  const connection = new Redis(redis.url);
  try {
    return await work(connection);
  } finally {
    connection.disconnect();
  }
}
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

describe('the idempotency lock', () => {
  it('gives a key to one of 50 requests at once, and tells the others how long', async () => {
    const [door, first] = [await lock(), intent()];
    const claims = await Promise.all(Array.from({ length: 50 }, () => door.claim({ ...first, owner: randomUUID() })));
    expect(claims.filter(({ is }) => is === 'new')).toHaveLength(1);
    const busy = claims.filter(claim => claim.is === 'busy');
    expect(busy).toHaveLength(49);
    expect(Math.max(...busy.map(({ leaseLeftMs }) => leaseLeftMs))).toBeLessThanOrEqual(30_000);
    expect(Math.min(...busy.map(({ leaseLeftMs }) => leaseLeftMs))).toBeGreaterThan(29_000);
  });

  it('does not conflict with itself: a claim whose reply was lost is sent again, and is new again', async () => {
    const [door, first] = [await lock(), intent()];
    expect([await door.claim(first), await door.claim(first)]).toEqual([{ is: 'new' }, { is: 'new' }]);
  });

  it('sends a request with a finished key to the store, also its first owner, and holds no answer', async () => {
    const [door, first] = [await lock(), intent()];
    await door.claim(first);
    await door.finish(first);
    expect(await door.claim(first)).toEqual({ is: 'ask-the-store', isKnown: true });
    expect(await door.claim({ ...first, owner: randomUUID() })).toEqual({ is: 'ask-the-store', isKnown: true });
  });

  it.each(['running', 'finished'])('sends another request with the key of a %s one to the store', async state => {
    const [door, first] = [await lock(), intent()];
    await door.claim(first);
    if (state === 'finished') await door.finish(first);
    expect(await door.claim({ ...first, owner: randomUUID(), fingerprint: 'v1:another' })).toEqual({
      is: 'ask-the-store',
      isKnown: true,
    });
  });

  it('believes no forged answer, and no forged lease that is longer than its own or never ends', async () => {
    const [door, first] = [await lock(), intent()];
    await server(redis => redis.flushall());
    await door.claim(first);
    const [key] = await server(redis => redis.keys('*'));
    const forge = (fields: Record<string, string>, leaseMs?: number) =>
      server(async redis => {
        await redis.del(String(key));
        await redis.hset(String(key), fields);
        if (leaseMs !== undefined) await redis.pexpire(String(key), leaseMs);
      });
    await forge({ f: first.fingerprint, s: '201', t: 'application/json', b: '{"status":"captured"}' });
    expect(await door.claim(first)).toEqual({ is: 'ask-the-store', isKnown: true });
    await forge({ f: first.fingerprint, o: 'a stranger' });
    expect(await door.claim(first)).toEqual({ is: 'ask-the-store', isKnown: true });
    await forge({ f: first.fingerprint, o: 'a stranger' }, 31_000);
    expect(await door.claim(first)).toEqual({ is: 'ask-the-store', isKnown: true });
  });

  it('forgets a claim when its lease ends, but not while its work runs', async () => {
    const [door, first] = [await lock({ leaseMs: 150 }), intent()];
    const twin = { ...first, owner: randomUUID() };
    await door.claim(first);
    const startedAt = performance.now();
    await door.holding(first, () => until(() => performance.now() - startedAt > 400, { withinMs: 2_000 }));
    expect((await door.claim(twin)).is).toBe('busy');
    await until(async () => (await door.claim(twin)).is === 'new', { withinMs: 2_000 });
  });

  it('does not release a claim that belongs to another request by now', async () => {
    const [door, sleeper] = [await lock({ leaseMs: 50 }), intent()];
    const heir = { ...sleeper, owner: randomUUID() };
    await door.claim(sleeper);
    await until(async () => (await door.claim(heir)).is === 'new', { withinMs: 2_000 });
    await door.release(sleeper);
    expect((await door.claim({ ...sleeper, owner: randomUUID() })).is).toBe('busy');
  });

  it('names its hash by scope and key only, holds no byte of either, and takes less than 512 bytes per finished charge', async () => {
    const [door, first] = [await lock(), intent({ key: 'k'.repeat(255) })];
    await server(redis => redis.flushall());
    await door.claim(first);
    await door.finish(first);
    const [keys, bytes] = await server(async redis => {
      const keys = await redis.keys('*');
      return [keys, await redis.memory('USAGE', String(keys[0]))];
    });
    expect(keys).toEqual([expect.stringMatching(/^\{once:[\w-]{43}\}$/)]);
    expect(bytes).toBeLessThan(512);
  });
});

describe('the idempotency lock behind an address that fails over', () => {
  const pair = redisPair();

  it('leaves the replica at its first refusal, there and back, and gives keys by the new primary', async () => {
    const door = new IdempotencyLock({ url: pair.url });
    open.push(door);
    const givesKeys = () => until(async () => (await door.claim(intent())).is === 'new', { withinMs: 5_000 });
    await givesKeys();
    for (const _way of ['there', 'back']) {
      await pair.failOver();
      expect(await door.claim(intent())).toEqual({ is: 'ask-the-store', isKnown: false });
      await givesKeys();
    }
  });
});

describe('the idempotency lock sends requests to the store within 200 ms,', () => {
  const slowest = async (door: IdempotencyLock) => {
    let slowestMs = 0;
    for (let n = 1; n <= 8; n++) {
      const startedAt = performance.now();
      expect(await door.claim(intent())).toEqual({ is: 'ask-the-store', isKnown: false });
      slowestMs = Math.max(slowestMs, performance.now() - startedAt);
    }
    return slowestMs;
  };
  const answersAgain = (door: IdempotencyLock) =>
    until(async () => (await door.claim(intent())).is === 'new', { withinMs: 10_000 });

  it('when Redis is frozen, asks it rarely, and comes back by itself', async () => {
    const door = await lock();
    await redis.freeze();
    expect(await slowest(door)).toBeLessThan(200);
    expect(changes).toEqual([expect.stringContaining('timed out')]);
    const startedAt = performance.now();
    await door.claim(intent());
    expect(performance.now() - startedAt).toBeLessThan(50); // the breaker is open: Redis was not called
    await redis.thaw();
    await answersAgain(door);
    expect(changes).toEqual([expect.any(String), undefined]);
  });

  it('when Redis is frozen and the breaker is switched off', async () => {
    const door = await lock();
    findPipeline('idempotencyLock')?.switch('breaker', false);
    await redis.freeze();
    expect(await slowest(door)).toBeLessThan(200);
    await redis.thaw();
    await answersAgain(door);
  });

  it('when Redis is dead, and comes back by itself', async () => {
    const door = await lock();
    await redis.kill();
    expect(await slowest(door)).toBeLessThan(200);
    await redis.restart();
    await answersAgain(door);
  });

  it('when Redis is full, and comes back by itself', async () => {
    const door = await lock();
    await server(redis => redis.config('SET', 'maxmemory', '1'));
    expect(await door.claim(intent())).toEqual({ is: 'ask-the-store', isKnown: false });
    await server(redis => redis.config('SET', 'maxmemory', '0'));
    expect((await door.claim(intent())).is).toBe('new');
  });

  it('when there is none', async () => {
    const none = new IdempotencyLock({ url: null });
    expect(await none.claim(intent())).toEqual({ is: 'ask-the-store', isKnown: false });
    await none.finish(intent());
    none.close();
  });
});
