import { MINUTE, SECOND } from '@watertight/resilience';
import { count, ms, postgresUrl, readEnv, redisUrl, secret, serviceSettings, urls } from '@watertight/service-kit';

export const config = readEnv({
  ...serviceSettings('checkout', 3002),
  databaseUrl: postgresUrl('DATABASE_URL'),
  /** Absent: orders are confirmed, and ship when it is there. */
  redisUrl: redisUrl('REDIS_URL'),
  /** Of this service. What comes from Redis without a seal under it, or under one of the next two, is refused. */
  queueKey: secret('QUEUE_KEY'),
  /** The QUEUE_KEY of search. */
  searchQueueKey: secret('SEARCH_QUEUE_KEY'),
  /** The QUEUE_KEY of recommendations. */
  recommendationsQueueKey: secret('RECOMMENDATIONS_QUEUE_KEY'),
  paymentUrls: urls('PAYMENT_URL'),
  /** How long stock is held for an order that is not being charged. */
  holdMs: ms('HOLD_MS', 15 * MINUTE),
  /** How long stock is held for another card after the first declined one; never longer than the rest of HOLD_MS. */
  holdAfterDeclineMs: ms('HOLD_AFTER_DECLINE_MS', 3 * MINUTE),
  /** After which a charge that says nothing counts as left by a crash; longer than payment's 7 s and the two transactions around it. */
  leaseMs: ms('LEASE_MS', 15 * SECOND),
  /** How often charges and holds that are due are looked for. */
  sweepMs: ms('SWEEP_MS', SECOND),
  /** How often paid orders and captured charges are compared: two grace periods of ORPHAN_MS, at the start and once a day two days. */
  compareMs: ms('COMPARE_MS', MINUTE),
  /** After which a captured charge whose order is not paid is refunded. */
  orphanMs: ms('ORPHAN_MS', 15 * MINUTE),
  /** How often the outbox is looked through. */
  relayMs: ms('RELAY_MS', SECOND / 2),
  /** After which an event that was not acknowledged is sent again. */
  resendMs: ms('RESEND_MS', 30 * SECOND),
  /** How often an event may fail at its consumer before it is put aside; each time the consumer has tried it 5 times. */
  maxFailures: count('MAX_FAILURES', 5),
  /** How long a store packs a delivery. */
  packingMs: ms('PACKING_MS', 3 * SECOND),
  /** How long a shipment is under way to the store that claimed it, in the demo (`SEED=demo`); else stores say themselves when it is there. */
  travelMs: ms('TRAVEL_MS', MINUTE),
});
