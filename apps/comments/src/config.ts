import { postgresUrl, readEnv, serviceSettings } from '@watertight/service-kit';

export const config = readEnv({
  ...serviceSettings('comments', 3006),
  databaseUrl: postgresUrl('DATABASE_URL'),
});
