import { Logger, Module } from '@nestjs/common';
import { IdempotencyLock } from '@watertight/idempotency';
import { Database, provideDatabase } from '@watertight/service-kit';
import { Bank } from './bank.ts';
import { ChargeCard } from './charge-card.ts';
import { ChargeCardNaively } from './charge-card-naively.ts';
import { config } from './config.ts';
import { Ledger } from './ledger/ledger.ts';
import { Story } from './ledger/story.ts';
import { statementMs } from './policies.ts';
import { ReadCharge, ReadStory } from './read-charge.ts';
import { ReadReconciliation, ReconcileWithBank } from './reconcile-with-bank.ts';
import { MakeRefund } from './refund/make-refund.ts';
import { RefundCharge } from './refund/refund-charge.ts';
import { Refunds } from './refund/refunds.ts';
import { SettleCharge } from './settle-charge.ts';
import { AdoptCaptures } from './adopt-captures.ts';
import { CompareWithBank } from './compare-with-bank.ts';
import { ListCharges } from './list-charges.ts';
import { Sweeper } from './sweeper.ts';

/** Payment takes the money for an order exactly once. This file is its table of contents. */
@Module({
  controllers: [ChargeCard, RefundCharge, ReadCharge, ReadStory, ListCharges, ReadReconciliation], // what others may ask of it
  providers: [
    provideDatabase({
      url: config.databaseUrl,
      migrations: new URL('../migrations/', import.meta.url),
      statementMs: statementMs,
    }),
    // What it owns, in Postgres: every charge, what happened to it, and what of it went back.
    { provide: Ledger, useFactory: (database: Database) => new Ledger(database, config), inject: [Database] },
    { provide: Refunds, useFactory: (database: Database) => new Refunds(database, config), inject: [Database] },
    Story,
    { provide: IdempotencyLock, useFactory: openLock }, // what it shares with its replicas: one request per key, in Redis
    Bank, // the service it calls, under policies.ts
    SettleCharge, // what happens to a charge once its row is committed
    MakeRefund, // and to a refund
    Sweeper, // what happens without their clients
    ReconcileWithBank, // compares ledger and bank, and enters what the ledger has lost
    CompareWithBank,
    AdoptCaptures,
    ChargeCardNaively, // what all of this is for: only with the pattern switched off
  ],
})
export class PaymentModule {}

function openLock(): IdempotencyLock {
  const logger = new Logger(IdempotencyLock.name);
  const onChange = (reason: string | undefined) =>
    logger.warn(
      reason === undefined ? 'redis is back' : `redis does not answer, charges go through Postgres: ${reason}`,
    );
  return new IdempotencyLock({ url: config.redisUrl, leaseMs: config.leaseMs, onChange });
}
