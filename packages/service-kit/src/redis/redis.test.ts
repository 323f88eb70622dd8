import { randomUUID } from 'node:crypto';
import { createLogger } from '@watertight/telemetry';
import { redisPair, until } from '@watertight/testing';
import { consume, Outlet } from '../queue/queue.ts';
import { openRedis } from './redis.ts';

const logger = createLogger('test', 'silent');

describe('behind an address that fails over', () => {
  const pair = redisPair();
  const ways = ['there', 'back'];

  it('a connection leaves the replica at its first refusal, there and back', async () => {
    const redis = openRedis(pair.url, logger);
    const writes = () => redis.set('boat', 'Vega').catch(() => false);
    await until(writes, { withinMs: 5000 });
    for (const _way of ways) {
      await pair.failOver();
      await expect(redis.set('boat', 'Vega')).rejects.toThrow('READONLY');
      await until(writes, { withinMs: 5000 });
    }
    redis.disconnect();
  });

  it('a queue hands over and works off what is sent after it, there and back', async () => {
    const keys = { test: 'the-key-of-a-consumer' };
    const outlet = new Outlet(pair.url, keys, logger);
    const taken: string[] = [];
    const worker = consume({ url: pair.url, name: 'acknowledge', keys, logger }, async ({ outboxId }) => {
      taken.push(outboxId);
    });
    /** As a relay does: again and again until it is acknowledged. */
    const isTaken = async (outboxId: string) => {
      const message = { outboxId, event: { version: 1, outboxId, consumer: 'test' } } as const;
      await outlet.send('acknowledge', message);
      return taken.includes(outboxId);
    };
    const delivers = async () => {
      const outboxId = randomUUID();
      await until(() => isTaken(outboxId).catch(() => false), { withinMs: 10_000 });
    };
    await delivers();
    for (const _way of ways) {
      await pair.failOver();
      await delivers();
    }
    await Promise.all([outlet.close(), worker.close()]);
  }, 40_000);
});
