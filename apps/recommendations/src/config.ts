import { postgresUrl, readEnv, redisUrl, serviceSettings } from '@watertight/service-kit';

export const config = readEnv({
  ...serviceSettings('recommendations', 3005),
  databaseUrl: postgresUrl('DATABASE_URL'),
  /** Without it nothing new is learnt; what is known is answered. */
  redisUrl: redisUrl('REDIS_URL'),
});
