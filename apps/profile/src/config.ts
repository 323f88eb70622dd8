import { ms, postgresUrl, readEnv, serviceSettings } from '@watertight/service-kit';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const config = readEnv({
  ...serviceSettings('profile', 3003),
  databaseUrl: postgresUrl('DATABASE_URL'),
  /** How long a session lasts from the sign-in on. */
  sessionMs: ms('SESSION_MS', 30 * DAY_MS),
  /** How often ended sessions are deleted. */
  forgetEveryMs: ms('FORGET_EVERY_MS', HOUR_MS),
});
