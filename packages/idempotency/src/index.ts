export { idsIn } from './derived-id.ts';
export { IdempotencyLock, type Claim, type IdempotencyLockOptions } from './idempotency-lock.ts';
export type { Ended, Intent, IntentStore, Opened, Outcome, Stand, StoredAnswer } from './intent.ts';
export { lockLimits } from './lock-redis.ts';
export { LostClaims } from './lost-claims.ts';
export { isNoPrimary } from './no-primary.ts';
export { type Keyed, once, type Once } from './once.ts';
export { type Queries, type Transactions, transactionsOf } from './transactions.ts';
export { withIntent } from './with-intent.ts';
