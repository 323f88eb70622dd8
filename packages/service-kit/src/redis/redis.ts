import { isNoPrimary } from '@watertight/idempotency';
import { SECOND } from '@watertight/resilience';
import type { Logger } from '@watertight/telemetry';
import { Redis } from 'ioredis';

/** How long a connection and each of its commands may take, in ms. */
export const redisLimits = { connectMs: 1 * SECOND, commandMs: 200 } as const;

/**
 * Opens a connection without long waits: a command fails at once while Redis is unavailable and after `commandMs` when it hangs.
 *
 * It reconnects by itself within a second of Redis' return, and when it leads to a replica. Default `commandMs` 200.
 */
export function openRedis(url: string, logger: Logger, { commandMs }: { commandMs: number } = redisLimits): Redis {
  const redis = connectRedis(url, commandMs);
  logTransitions(redis, logger);
  return redis;
}

/** Opens the same connection without log lines. */
export function connectRedis(url: string, commandMs: number = redisLimits.commandMs): Redis {
  return new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: commandMs,
    connectTimeout: redisLimits.connectMs,
    retryStrategy: attempt => Math.min(SECOND, 50 * attempt),
    reconnectOnError: isNoPrimary,
    keepAlive: 10 * SECOND,
    disableClientInfo: true, // CLIENT SETINFO is of Redis 7.2
  });
}

/** Writes one line when Redis becomes unavailable and one when it is back, however many commands fail meanwhile. */
function logTransitions(redis: Redis, logger: Logger): void {
  let isDown = false;
  redis.on('error', (error: Error) => {
    if (!isDown) logger.warn({ err: error.message }, 'redis is unavailable; continuing without it');
    isDown = true;
  });
  redis.on('ready', () => {
    if (isDown) logger.info('redis is back');
    isDown = false;
  });
}
