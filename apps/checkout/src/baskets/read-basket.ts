import { Controller, Param } from '@nestjs/common';
import { type Basket, checkout } from '@watertight/contracts/checkout';
import { Database, Serves } from '@watertight/service-kit';
import { basketOf, readBasket } from './baskets.ts';

/** `GET /baskets/:basketId`, and only its count for the badge in the masthead. */
@Controller()
export class ReadBasket {
  constructor(private readonly database: Database) {}

  @Serves(checkout.readBasket)
  async read(@Param({ schema: checkout.readBasket.params }) { basketId }: { basketId: string }): Promise<Basket> {
    return basketOf(await readBasket(this.database, basketId));
  }

  @Serves(checkout.countBasket)
  async count(@Param({ schema: checkout.countBasket.params }) { basketId }: { basketId: string }) {
    const [row] = await this.database.query<{ count: number }>(
      'SELECT coalesce(sum(quantity), 0)::int AS count FROM basket_lines WHERE basket_id = $1',
      [basketId],
    );
    return { count: row?.count ?? 0 };
  }
}
