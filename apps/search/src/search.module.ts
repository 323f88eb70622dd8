import { Module } from '@nestjs/common';
import { provideDatabase } from '@watertight/service-kit';
import { Catalogue } from './catalogue.ts';
import { config } from './config.ts';
import { FindProducts } from './find-products.ts';
import { ReadCards, ReadProduct } from './read-products.ts';
import { seedCatalogue } from './seed.ts';
import { Vocabulary } from './vocabulary.ts';

/** Search owns the catalogue and finds things in it. This file is its table of contents. */
@Module({
  controllers: [FindProducts, ReadProduct, ReadCards], // what others may ask of it
  providers: [
    Catalogue, // what it owns: every product, with a copy of its price
    Vocabulary, // what a mistyped word may have meant
    provideDatabase({
      url: config.databaseUrl,
      migrations: new URL('../migrations/', import.meta.url),
      seed: config.seed === 'demo' ? { table: 'products', fill: seedCatalogue } : undefined,
    }),
  ],
})
export class SearchModule {}
