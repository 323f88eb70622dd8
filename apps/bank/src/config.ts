import { ms, postgresUrl, readEnv, serviceSettings } from '@watertight/service-kit';

export const config = readEnv({
  ...serviceSettings('bank', 3007),
  databaseUrl: postgresUrl('DATABASE_URL'),
  /** How long the bank dawdles over `tok_slow`. */
  dawdleMs: ms('DAWDLE_MS', 3000),
});
