import { Module } from '@nestjs/common';
import { provideDatabase } from '@watertight/service-kit';
import { CaptureMoney } from './capture-money.ts';
import { Captures } from './captures.ts';
import { config } from './config.ts';
import { ReadCapture } from './read-capture.ts';
import { RefundCapture } from './refund-capture.ts';
import { Refunds } from './refunds.ts';
import { VoidCapture } from './void-capture.ts';

/** The bank is another company: it knows references, amounts and cards, and reads no memo. */
@Module({
  controllers: [CaptureMoney, VoidCapture, RefundCapture, ReadCapture], // what others may ask of it
  providers: [
    provideDatabase({ url: config.databaseUrl, migrations: new URL('../migrations/', import.meta.url) }),
    Captures, // what it owns: what it did under each reference
    Refunds, // and what of it went back
  ],
})
export class BankModule {}
