import { Controller, Param } from '@nestjs/common';
import { recommendations, type Shelf } from '@watertight/contracts/recommendations';
import { Serves } from '@watertight/service-kit';
import { Sales } from './sales.ts';

/** `GET /bought-together/:productId`: up to 8 others, bestsellers where fewer are known. */
@Controller()
export class BoughtTogether {
  constructor(private readonly sales: Sales) {}

  @Serves(recommendations.boughtTogether)
  async handle(
    @Param({ schema: recommendations.boughtTogether.params }) { productId }: { productId: string },
  ): Promise<Shelf> {
    return { productIds: await this.sales.boughtWith(productId) };
  }
}

/** `GET /bestsellers`: the 8 products bought most. */
@Controller()
export class Bestsellers {
  constructor(private readonly sales: Sales) {}

  @Serves(recommendations.bestsellers)
  async handle(): Promise<Shelf> {
    return { productIds: await this.sales.bestsellers() };
  }
}
