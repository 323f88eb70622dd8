import { Controller, Query } from '@nestjs/common';
import { type Card, search } from '@watertight/contracts/search';
import { Serves } from '@watertight/service-kit';
import { Catalogue } from './catalogue.ts';

/** `GET /cards`: the tiles of up to 24 products, in the order asked. */
@Controller()
export class ReadCards {
  constructor(private readonly catalogue: Catalogue) {}

  @Serves(search.readCards)
  async handle(@Query({ schema: search.readCards.query }) { ids }: { ids: string[] }): Promise<{ products: Card[] }> {
    return { products: await this.catalogue.cards(ids) };
  }
}
