import type { Logger } from '@watertight/telemetry';
import { connectRedis } from './redis.ts';
import type { Closeable } from '../server/stop.ts';

/**
 * Warns about settings of a service's Redis that do not fit, one sentence each, when it answers for the first time.
 *
 * The service goes on: its features work without Redis. Later changes are not checked.
 */
export function reviewRedis(url: string, logger: Logger): Closeable {
  const redis = connectRedis(url);
  redis.on('error', () => undefined); // reported by the connections that use it
  redis.on('ready', () => {
    redis.info().then(
      info => {
        for (const sentence of unfitFor(info)) logger.warn(sentence);
        redis.disconnect();
      },
      // A timeout is tried again. A user without the permission gets its refusal at once, and would be refused for ever.
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
