import { postgresUrl, readEnv, redisUrl, secret, serviceSettings } from '@watertight/service-kit';

export const config = readEnv({
  ...serviceSettings('recommendations', 3005),
  databaseUrl: postgresUrl('DATABASE_URL'),
  /** Without it nothing new is learnt; what is known is answered. */
  redisUrl: redisUrl('REDIS_URL'),
  /** Of this service: checkout has it, too. What comes from Redis without a seal under it is refused. */
  queueKey: secret('QUEUE_KEY'),
});
