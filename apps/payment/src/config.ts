import { ms, postgresUrl, readEnv, redisUrl, serviceSettings, urls } from '@watertight/service-kit';

export const config = readEnv({
  ...serviceSettings('payment', 3004),
  databaseUrl: postgresUrl('DATABASE_URL'),
  redisUrl: redisUrl('REDIS_URL'), // without it charges work through Postgres alone: slower, and still exactly once
  bankUrls: urls('BANK_URL'), // no default: never guess a bank
  /** How long a charge belongs to the process that works on it; longer than that work may take. */
  leaseMs: ms('LEASE_MS', 30_000),
  /** How often charges without a final result are looked for. */
  sweepMs: ms('SWEEP_MS', 1000),
  /** From this age on a charge without a final result is voided at the bank, and never sent again. */
  abandonMs: ms('ABANDON_MS', 15 * 60_000),
  /** How often ledger and bank are compared: the last 15 minutes, and at the start and once a day two days. */
  reconcileMs: ms('RECONCILE_MS', 60_000),
});
