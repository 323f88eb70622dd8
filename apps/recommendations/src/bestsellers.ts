import { Controller } from '@nestjs/common';
import { recommendations, type Shelf } from '@watertight/contracts/recommendations';
import { Serves } from '@watertight/service-kit';
import { Sales } from './sales.ts';

/** `GET /bestsellers`: the 8 products bought most. */
@Controller()
export class Bestsellers {
  constructor(private readonly sales: Sales) {}

  @Serves(recommendations.bestsellers)
  async handle(): Promise<Shelf> {
    return { productIds: await this.sales.bestsellers() };
  }
}
