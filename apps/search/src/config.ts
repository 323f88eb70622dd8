import { postgresUrl, readEnv, redisUrl, secret, serviceSettings } from '@watertight/service-kit';

export const config = readEnv({
  ...serviceSettings('search', 3001),
  databaseUrl: postgresUrl('DATABASE_URL'),
  /** Without it the copies of the prices stay as they are; checkout's is the price that is charged. */
  redisUrl: redisUrl('REDIS_URL'),
  /** Of this service: checkout has it, too. What comes from Redis without a seal under it is refused. */
  queueKey: secret('QUEUE_KEY'),
});
