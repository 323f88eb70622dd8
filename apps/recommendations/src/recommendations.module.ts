import { Module } from '@nestjs/common';
import { provideDatabase } from '@watertight/service-kit';
import { Bestsellers, BoughtTogether } from './read-shelf.ts';
import { config } from './config.ts';
import { Sales } from './sales.ts';
import { seedSales } from './seed.ts';

/** Recommendations learns from orders what goes with what. This file is its table of contents. */
@Module({
  controllers: [BoughtTogether, Bestsellers], // what others may ask of it
  providers: [
    Sales, // what it owns: how often each product was bought, and with which others
    provideDatabase({
      url: config.databaseUrl,
      migrations: new URL('../migrations/', import.meta.url),
      seed: config.seed === 'demo' ? { table: 'sold', fill: seedSales } : undefined,
    }),
  ],
})
export class RecommendationsModule {}
