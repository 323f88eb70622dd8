import { findPipeline, MINUTE, SECOND } from '@watertight/resilience';
import { leakCheck, realRedis, until } from '@watertight/testing';
import { jest } from '@jest/globals';
import { Redis } from 'ioredis';
import { Buckets } from './buckets.ts';

const redis = realRedis();
const open: Buckets[] = [];
let changes: (string | undefined)[] = [];

/** Once it counts in Redis: an ephemeral connection error must not be taken for the real thing. */
async function buckets(): Promise<Buckets> {
  changes = [];
  const made = new Buckets({ url: redis.url, onChange: reason => changes.push(reason) });
  open.push(made);
  await until(async () => (await made.take('first', String(Math.random()), once), (await keys()).length > 0), {
    withinMs: 5000,
  });
  await server(each => each.flushall());
  return made;
}
afterEach(() => open.splice(0).forEach(each => each.close()));

async function server<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(redis.url);
  try {
    return await work(client);
  } finally {
    client.disconnect();
  }
}
const keys = () => server(each => each.keys('*'));

const once = { burst: 1, refillMs: 10 * MINUTE };
const thrice = { burst: 3, refillMs: 10 * MINUTE };
const growing = { burst: 1, refillMs: 10 * MINUTE, growingDelay: { firstMs: 40, maxMs: 10 * SECOND } };

async function takeMany(from: Buckets, visitor: string, count: number, limit = thrice): Promise<number> {
  const waits = await Promise.all(Array.from({ length: count }, () => from.take('comments', visitor, limit)));
  return waits.filter(waitMs => waitMs === 0).length;
}

describe.each(['in Redis', 'without Redis'])('a limit %s', where => {
  const make = () => (where === 'in Redis' ? buckets() : Promise.resolve(new Buckets({ url: null })));

  it('gives each visitor its burst, also when 50 come at once', async () => {
    const made = await make();
    expect(await Promise.all([takeMany(made, 'ada', 50), takeMany(made, 'bob', 50)])).toEqual([3, 3]);
    expect(await made.take('comments', 'ada', thrice)).toBeGreaterThan(9 * MINUTE);
    expect(await made.take('orders', 'ada', thrice)).toBe(0);
  });

  it('takes one back, and forgets', async () => {
    const made = await make();
    await takeMany(made, 'ada', 3);
    await made.giveBack('comments', 'ada', thrice);
    expect(await takeMany(made, 'ada', 3)).toBe(1);
    await made.forget('comments', 'ada');
    expect(await takeMany(made, 'ada', 9)).toBe(3);
    for (let n = 0; n < 9; n++) await made.giveBack('comments', 'ada', thrice);
    expect(await takeMany(made, 'ada', 9)).toBe(3); // never more than the burst
  });

  it('lets in after a delay that grows', async () => {
    const made = await make();
    expect(await made.take('sign-ins', 'ada', growing)).toBe(0);
    expect(await made.take('sign-ins', 'ada', growing)).toBeLessThanOrEqual(40);
    await until(async () => (await made.take('sign-ins', 'ada', growing)) === 0, { withinMs: 2000 });
    const waitMs = await made.take('sign-ins', 'ada', growing);
    expect(waitMs).toBeGreaterThan(40);
    expect(waitMs).toBeLessThanOrEqual(80);
  });
});

describe('limits in Redis', () => {
  it('are shared by two storefronts', async () => {
    const [one, other] = [await buckets(), await buckets()];
    expect((await takeMany(one, 'ada', 2)) + (await takeMany(other, 'ada', 2))).toBe(3);
  });

  it('name no visitor, end by themselves, and take less than 200 bytes', async () => {
    const made = await buckets();
    await made.take('comments', 'x'.repeat(100_000), thrice);
    await made.take('sign-ins', 'ada@example.com', growing);
    const [found, lifeMs, bytes] = await server(async each => {
      const found = (await each.keys('*')).toSorted();
      const lifeMs = await Promise.all(found.map(key => each.pttl(key)));
      return [found, lifeMs, await Promise.all(found.map(key => each.memory('USAGE', key)))];
    });
    expect(found).toEqual([
      expect.stringMatching(/^limit:comments:\w{32}$/),
      expect.stringMatching(/^limit:sign-ins:\w{32}$/),
    ]);
    for (const each of lifeMs) expect(each).toBeGreaterThan(9 * MINUTE);
    for (const each of lifeMs) expect(each).toBeLessThanOrEqual(11 * MINUTE);
    for (const each of bytes) expect(each).toBeLessThan(200);
  });

  it.each([-60 * MINUTE, 60 * MINUTE])(
    'go by the time of Redis: a storefront whose clock is %i ms off changes nothing',
    async offMs => {
      const made = await buckets();
      await takeMany(made, 'ada', 3);
      const [date, monotonic] = [Date.now, performance.now.bind(performance)];
      jest.spyOn(Date, 'now').mockImplementation(() => date() + offMs);
      jest.spyOn(performance, 'now').mockImplementation(() => monotonic() + offMs);
      const waitMs = await made.take('comments', 'ada', thrice);
      jest.restoreAllMocks();
      expect(waitMs).toBeGreaterThan(9 * MINUTE);
      expect(waitMs).toBeLessThanOrEqual(10 * MINUTE);
    },
  );

  it('make a visitor wait for no time that has not come, after the clock of Redis went back', async () => {
    const made = await buckets();
    await takeMany(made, 'ada', 3);
    const [key = ''] = await keys();
    await server(each => each.hset(key, 'at', Date.now() + 60 * MINUTE));
    expect(await made.take('comments', 'ada', thrice)).toBeLessThanOrEqual(10 * MINUTE);
    expect(Number(await server(each => each.hget(key, 'at')))).toBeLessThanOrEqual(Date.now() + SECOND);
  });

  it('only forgive when Redis forgets them', async () => {
    const made = await buckets();
    await takeMany(made, 'ada', 3);
    await server(each => each.flushall());
    expect(await takeMany(made, 'ada', 9)).toBe(3);
  });

  it.each(['0', 'nonsense'])('are what this process has counted, where the key holds %j', async text => {
    const made = await buckets();
    await takeMany(made, 'ada', 3);
    const [key = ''] = await keys();
    await server(each => each.set(key, text));
    expect(await takeMany(made, 'ada', 9)).toBe(0);
    expect(await takeMany(made, 'bob', 9)).toBe(3);
  });
});

describe('while Redis does not answer, this process counts by itself, and no page waits for longer than 200 ms,', () => {
  const slowestMs = async (made: Buckets) => {
    let slowest = 0;
    for (let n = 1; n <= 8; n++) {
      const startMs = performance.now();
      await made.take('orders', 'ada', thrice);
      slowest = Math.max(slowest, performance.now() - startMs);
    }
    return slowest;
  };
  /** A further key in Redis: it is counted there again. */
  const countsInRedis = (made: Buckets) =>
    until(async () => (await made.take('again', 'ada', thrice), (await keys()).some(key => key.includes('again'))), {
      withinMs: 10_000,
      everyMs: 50,
    });

  it.each([true, false])(
    'when it is frozen; and it comes back by itself (breaker: %s)',
    async breaker => {
      const made = await buckets();
      findPipeline('limits')?.switch('breaker', breaker);
      await redis.freeze();
      expect(await slowestMs(made)).toBeLessThan(200);
      expect(await takeMany(made, 'bob', 50)).toBe(3);
      if (breaker) {
        expect(changes).toEqual([expect.stringContaining('timed out')]);
        const startMs = performance.now();
        await made.take('orders', 'ada', thrice);
        expect(performance.now() - startMs).toBeLessThan(40); // not asked
      }
      await redis.thaw();
      await countsInRedis(made);
      if (breaker) expect(changes).toEqual([expect.any(String), undefined]);
    },
    20_000,
  );

  it('when it is dead; and it comes back by itself', async () => {
    const made = await buckets();
    await takeMany(made, 'ada', 2);
    await redis.kill();
    expect(await slowestMs(made)).toBeLessThan(200);
    expect(await takeMany(made, 'bob', 50)).toBe(3);
    expect(await takeMany(made, 'ada', 50)).toBe(1); // two of three were taken before
    await redis.restart();
    await countsInRedis(made);
  }, 20_000);

  it('when it is full', async () => {
    const made = await buckets();
    await server(each => each.config('SET', 'maxmemory', '1'));
    expect(await takeMany(made, 'bob', 50)).toBe(3);
    await server(each => each.config('SET', 'maxmemory', '0'));
  });

  it('and remembers 10,000 visitors at most, however many come', async () => {
    const made = new Buckets({ url: null });
    await takeMany(made, 'ada', 3);
    for (let n = 0; n < 9_998; n++) await made.take('comments', `bot ${n}`, thrice);
    expect(await takeMany(made, 'ada', 1)).toBe(0);
    for (let n = 0; n < 10_000; n++) await made.take('comments', `more ${n}`, thrice);
    expect(await takeMany(made, 'ada', 1)).toBe(1);
    made.close();
  });
});

leakCheck();
