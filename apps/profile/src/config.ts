import { DAY, ms, postgresUrl, readEnv, serviceSettings } from '@watertight/service-kit';

export const config = readEnv({
  ...serviceSettings('profile', 3003),
  databaseUrl: postgresUrl('DATABASE_URL'),
  /** How long a session lasts from the sign-in on. */
  sessionMs: ms('SESSION_MS', 30 * DAY),
});
