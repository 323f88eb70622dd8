import { Module } from '@nestjs/common';
import { OrderTotalsReader } from './order-totals.ts';
import { SteerVisitors } from './steer-visitors.ts';
import { Visitors } from './visitors.ts';

/** The load generator: visitors who open pages and buy, and what they get. This file is its table of contents. */
@Module({
  controllers: [SteerVisitors], // what the control room reads and sets
  providers: [
    Visitors, // the open loop
    OrderTotalsReader, // paid orders beside charges at the bank, under policies.ts
  ],
})
export class VisitorsModule {}
