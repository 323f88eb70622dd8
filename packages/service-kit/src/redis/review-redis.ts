import type { Logger } from '@watertight/telemetry';
import { connectRedis } from './redis.ts';
import type { Closeable } from '../server/stop.ts';

/**
 * Says in a sentence each what the Redis of a service is not fit for, once it answers for the first time.
 *
 * A warning and no end: whoever uses it goes on without it, and loses nothing. What becomes of it later nobody asks.
 */
export function reviewRedis(url: string, logger: Logger): Closeable {
  const redis = connectRedis(url);
  redis.on('error', () => undefined); // said by those who work with it
  redis.on('ready', () => {
    redis.info().then(
      info => {
        for (const sentence of unfitFor(info)) logger.warn(sentence);
        redis.disconnect();
      },
      // Too late: asked again. But who may not ask is told so at once, and would ask for ever.
      (error: Error) => redis.disconnect(error.name !== 'ReplyError'),
    );
  });
  return () => redis.disconnect();
}

function unfitFor(info: string): string[] {
  const valueOf = (field: string) => new RegExp(`^${field}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
  const policy = valueOf('maxmemory_policy');
  return [
    ...(valueOf('role') === 'slave'
      ? [
          `Redis is a replica of ${valueOf('master_host')}:${valueOf('master_port')}, which takes no writes; point REDIS_URL at the primary.`,
        ]
      : []),
    ...(Number(valueOf('maxmemory')) > 0 && policy !== 'noeviction'
      ? [
          `Redis may throw away what it was given to keep (maxmemory-policy ${policy}); set maxmemory-policy noeviction.`,
        ]
      : []),
  ];
}
