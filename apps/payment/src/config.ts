import { ms, postgresUrl, readEnv, serviceSettings, urls } from '@watertight/service-kit';

export const config = readEnv({
  ...serviceSettings('payment', 3004),
  databaseUrl: postgresUrl('DATABASE_URL'),
  bankUrls: urls('BANK_URL'), // no default: never guess a bank
  /** How long a charge belongs to the process that works on it; longer than that work may take. */
  leaseMs: ms('LEASE_MS', 30_000),
  /** How often charges without a verdict are looked for. */
  sweepMs: ms('SWEEP_MS', 1000),
});
