import { realPostgres, realRedis, startApp, until } from '@watertight/testing';
import { Redis } from 'ioredis';
import { reviewRedis } from './review-redis.ts';

describe('a Redis that is not what it should be', () => {
  const redis = realRedis();
  const postgres = realPostgres();
  let said: string[];
  let close: () => unknown;
  const logger = { warn: (sentence: string) => said.push(sentence) } as unknown as Parameters<typeof reviewRedis>[1];
  const ask = async (...command: [string, ...string[]]) => {
    const client = new Redis(redis.url);
    await client.call(...command);
    client.disconnect();
  };
  const connections = async () => {
    const client = new Redis(redis.url);
    const list = String(await client.call('CLIENT', 'LIST'));
    client.disconnect();
    return list.trim().split('\n').length - 1;
  };
  const info = async () => {
    const client = new Redis(redis.url);
    const text = await client.info('stats');
    client.disconnect();
    return text;
  };
  beforeEach(() => void (said = []));
  afterEach(async () => {
    close();
    await ask('REPLICAOF', 'NO', 'ONE');
    await ask('CONFIG', 'SET', 'maxmemory', '0');
    await ask('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
  });
  const review = () => (close = reviewRedis(redis.url, logger));

  it('may evict: one sentence that says what to set', async () => {
    await ask('CONFIG', 'SET', 'maxmemory', '50mb');
    await ask('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    review();
    await until(() => said.length > 0, { withinMs: 3000 });
    expect(said).toEqual([
      'Redis may throw away what it was given to keep (maxmemory-policy allkeys-lru); set maxmemory-policy noeviction.',
    ]);
  });

  it('is a replica: one sentence that says of whom', async () => {
    await ask('REPLICAOF', '127.0.0.1', '9');
    review();
    await until(() => said.length > 0, { withinMs: 3000 });
    expect(said).toEqual(['Redis is a replica of 127.0.0.1:9, which takes no writes; point REDIS_URL at the primary.']);
  });

  it('is away or frozen at first: reviewed once it answers', async () => {
    await ask('CONFIG', 'SET', 'maxmemory', '50mb');
    await ask('CONFIG', 'SET', 'maxmemory-policy', 'volatile-ttl');
    await redis.freeze();
    review();
    const startMs = performance.now();
    await until(() => performance.now() - startMs > 700, { withinMs: 2000 });
    expect(said).toEqual([]);
    await redis.thaw();
    await until(() => said.length > 0, { withinMs: 5000 });
    expect(said).toHaveLength(1);
  });

  it('does not let us ask: nothing is said, and it is not asked again', async () => {
    await ask('ACL', 'SETUSER', 'looker', 'on', '>secret', '~*', '+@all', '-info');
    close = reviewRedis(redis.url.replace('//', '//looker:secret@'), logger);
    const accepted = async () => Number(/total_connections_received:(\d+)/.exec(await info())?.[1]);
    const before = await accepted();
    const startMs = performance.now();
    await until(() => performance.now() - startMs > 800, { withinMs: 2000 });
    expect((await accepted()) - before).toBeLessThanOrEqual(2); // its one, and that of this very question
    expect(said).toEqual([]);
  });

  it('is as it should be: nothing is said, and no connection stays', async () => {
    review();
    await until(async () => (await connections()) === 0, { withinMs: 3000 });
    expect(said).toEqual([]);
  });

  it('is told of by every service that has one, which works all the same', async () => {
    close = () => undefined;
    await ask('CONFIG', 'SET', 'maxmemory', '50mb');
    await ask('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    const search = await startApp('search', { DATABASE_URL: postgres.url, REDIS_URL: redis.url });
    await until(() => search.logs().includes('set maxmemory-policy noeviction'), { withinMs: 3000 });
    expect((await fetch(`${search.url}/health/ready`)).status).toBe(200);
    expect(await search.stop()).toEqual({ code: 0, signal: null });
  });
});
