import { Redis } from 'ioredis';
import { fate } from './fate.ts';
import { realRedis } from './real-redis.ts';
import { leakCheck } from './leak-check.ts';
import { until } from './until.ts';

describe('a real Redis', () => {
  const redis = realRedis();
  let client: Redis;
  beforeEach(() => {
    client = new Redis(redis.url, { maxRetriesPerRequest: 1, retryStrategy: () => 20 });
    client.on('error', () => {}); // it is broken on purpose; the commands tell
  });
  afterEach(() => client.disconnect());

  it('keeps a key', async () => {
    await client.set('boat', 'Vega');
    expect(await client.get('boat')).toBe('Vega');
  });

  it('has forgotten every key after a restart on the same url', async () => {
    const { url } = redis;
    await client.set('boat', 'Vega');
    await redis.restart();
    expect(redis.url).toBe(url);
    expect(await until(() => client.get('boat').then(boat => ({ boat })), { withinMs: 5_000 })).toEqual({ boat: null });
  });

  it('answers nothing while it is frozen, and everything afterwards', async () => {
    await client.ping();
    await redis.freeze();
    const answer = fate(client.set('boat', 'Vega'));
    await expect(until(() => answer.state !== 'pending', { withinMs: 300 })).rejects.toThrow('not within');
    await redis.thaw();
    await until(() => answer.state === 'resolved', { withinMs: 5_000 });
  });

  it('refuses while it is killed', async () => {
    await redis.kill();
    await expect(client.get('boat')).rejects.toMatchObject({ name: 'MaxRetriesPerRequestError' });
  });

  it('runs again before the next test', async () => {
    expect(await client.ping()).toBe('PONG');
  });
});

leakCheck();
