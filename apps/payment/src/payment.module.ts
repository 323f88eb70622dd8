import { Module } from '@nestjs/common';
import { Database, provideDatabase } from '@watertight/service-kit';
import { Bank } from './bank.ts';
import { ChargeCard } from './charge-card.ts';
import { config } from './config.ts';
import { Ledger } from './ledger/ledger.ts';
import { ledgerStatementMs } from './policies.ts';
import { ReadCharge } from './read-charge.ts';
import { SettleCharge } from './settle-charge.ts';
import { SettleUnknownCharges } from './settle-unknown-charges.ts';
import { Verdicts } from './verdicts.ts';

/** Payment takes the money for an order exactly once. This file is its table of contents. */
@Module({
  controllers: [ChargeCard, ReadCharge], // what others may ask of it
  providers: [
    provideDatabase({
      url: config.databaseUrl,
      migrations: new URL('../migrations/', import.meta.url),
      statementMs: ledgerStatementMs,
    }),
    // What it owns: every charge, in Postgres.
    { provide: Ledger, useFactory: (database: Database) => new Ledger(database, config), inject: [Database] },
    Bank, // whom it calls, under policies.ts
    SettleCharge, // what happens to a charge once its row is committed
    Verdicts, // for those who ask while it happens
    SettleUnknownCharges, // what happens without its client
  ],
})
export class PaymentModule {}
