import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { realRedis, until } from '@watertight/testing';
import { Gate } from './gate.ts';

const redis = realRedis();
const open: Gate[] = [];
const changes: (string | undefined)[] = [];
const intent = (change: object = {}) => ({
  scope: 'checkout',
  key: randomUUID(),
  fingerprint: 'v1:the-first',
  owner: randomUUID(),
  ...change,
});
const answer = { status: 201, contentType: 'application/json', body: Buffer.from('{"paid":"99.99","é":"\u0000"}') };

async function gate(options: { leaseMs?: number; finishedMs?: number } = {}): Promise<Gate> {
  const made = new Gate({ url: redis.url, onChange: reason => changes.push(reason), ...options });
  open.push(made);
  await until(async () => (await made.claim(intent())).is === 'new', { withinMs: 5_000 });
  changes.length = 0; // before it was connected it rested
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

describe('the gate', () => {
  it('gives a key to one of 50 requests at once, and tells the others how long', async () => {
    const [door, first] = [await gate(), intent()];
    const claims = await Promise.all(Array.from({ length: 50 }, () => door.claim({ ...first, owner: randomUUID() })));
    expect(claims.filter(({ is }) => is === 'new')).toHaveLength(1);
    const busy = claims.filter(claim => claim.is === 'busy');
    expect(busy).toHaveLength(49);
    expect(Math.max(...busy.map(({ leaseLeftMs }) => leaseLeftMs))).toBeLessThanOrEqual(30_000);
    expect(Math.min(...busy.map(({ leaseLeftMs }) => leaseLeftMs))).toBeGreaterThan(29_000);
  });

  it('does not conflict with itself: a claim whose reply was lost is sent again, and is new again', async () => {
    const [door, first] = [await gate(), intent()];
    expect([await door.claim(first), await door.claim(first)]).toEqual([{ is: 'new' }, { is: 'new' }]);
  });

  it('replays a finished answer to the byte, also to its first owner', async () => {
    const [door, first] = [await gate(), intent()];
    await door.claim(first);
    await door.complete(first, answer);
    expect(await door.claim(first)).toEqual({ is: 'done', answer });
    expect(await door.claim({ ...first, owner: randomUUID() })).toEqual({ is: 'done', answer });
  });

  it.each(['running', 'finished'])('knows another request with the key of a %s one', async state => {
    const [door, first] = [await gate(), intent()];
    await door.claim(first);
    if (state === 'finished') await door.complete(first, answer);
    expect(await door.claim({ ...first, fingerprint: 'v1:another' })).toEqual({ is: 'mismatch' });
  });

  it('forgets a claim when its lease ends, but not while its work runs', async () => {
    const [door, first] = [await gate({ leaseMs: 150 }), intent()];
    const twin = { ...first, owner: randomUUID() };
    await door.claim(first);
    const startedAt = performance.now();
    await door.holding(first, () => until(() => performance.now() - startedAt > 400, { withinMs: 2_000 }));
    expect((await door.claim(twin)).is).toBe('busy');
    await until(async () => (await door.claim(twin)).is === 'new', { withinMs: 2_000 });
  });

  it('lets nobody complete or release a claim that is another’s by now', async () => {
    const [door, sleeper] = [await gate({ leaseMs: 50 }), intent()];
    const heir = { ...sleeper, owner: randomUUID() };
    await door.claim(sleeper);
    await until(async () => (await door.claim(heir)).is === 'new', { withinMs: 2_000 });
    await door.release(sleeper);
    await door.complete(sleeper, answer);
    expect(await door.claim(heir)).toEqual({ is: 'new' });
  });

  it('is corrected by the store, whoever holds the claim, but not about another request', async () => {
    const [door, dead] = [await gate(), intent()];
    await door.claim(dead);
    await door.repair({ ...dead, owner: randomUUID(), fingerprint: 'v1:another' }, answer);
    expect((await door.claim(dead)).is).toBe('new');
    await door.repair({ ...dead, owner: randomUUID() }, answer);
    expect(await door.claim(dead)).toEqual({ is: 'done', answer });
  });

  it('keeps no body over 16 kB', async () => {
    const [door, first] = [await gate(), intent()];
    await door.claim(first);
    await door.complete(first, { ...answer, body: Buffer.alloc(16 * 1024 + 1) });
    expect((await door.claim(first)).is).toBe('new');
  });

  it('names its hash by scope and key only, holds no byte of either, and takes less than 1 KiB per finished charge', async () => {
    const [door, first] = [await gate(), intent({ key: 'k'.repeat(255) })];
    await server(redis => redis.flushall());
    await door.claim(first);
    await door.complete(first, { ...answer, body: Buffer.alloc(300, 'x') });
    const [keys, bytes] = await server(async redis => {
      const keys = await redis.keys('*');
      return [keys, await redis.memory('USAGE', String(keys[0]))];
    });
    expect(keys).toEqual([expect.stringMatching(/^\{once:[\w-]{43}\}$/)]);
    expect(bytes).toBeLessThan(1024);
  });
});

describe('the gate has no opinion, and says so within 200 ms,', () => {
  const slowest = async (door: Gate) => {
    let slowestMs = 0;
    for (let n = 1; n <= 8; n++) {
      const startedAt = performance.now();
      expect(await door.claim(intent())).toEqual({ is: 'no-opinion' });
      slowestMs = Math.max(slowestMs, performance.now() - startedAt);
    }
    return slowestMs;
  };
  const answersAgain = (door: Gate) =>
    until(async () => (await door.claim(intent())).is === 'new', { withinMs: 10_000 });

  it('when Redis is frozen, asks it rarely, and comes back by itself', async () => {
    const door = await gate();
    await redis.freeze();
    expect(await slowest(door)).toBeLessThan(200);
    expect(changes).toEqual([expect.stringContaining('timed out')]);
    const startedAt = performance.now();
    await door.claim(intent());
    expect(performance.now() - startedAt).toBeLessThan(50); // it rests: nothing was asked
    await redis.thaw();
    await answersAgain(door);
    expect(changes).toEqual([expect.any(String), undefined]);
  });

  it('when Redis is dead, and comes back by itself', async () => {
    const door = await gate();
    await redis.kill();
    expect(await slowest(door)).toBeLessThan(200);
    await redis.restart();
    await answersAgain(door);
  });

  it('when Redis is full, and still replays what it holds', async () => {
    const [door, finished] = [await gate(), intent()];
    await door.claim(finished);
    await door.complete(finished, answer);
    await server(redis => redis.config('SET', 'maxmemory', '1'));
    expect(await door.claim(intent())).toEqual({ is: 'no-opinion' });
    expect(await door.claim(finished)).toEqual({ is: 'done', answer });
    await server(redis => redis.config('SET', 'maxmemory', '0'));
    expect((await door.claim(intent())).is).toBe('new');
  });

  it('when there is none', async () => {
    const none = new Gate({ url: null });
    expect(await none.claim(intent())).toEqual({ is: 'no-opinion' });
    await none.complete(intent(), answer);
    none.close();
  });
});
