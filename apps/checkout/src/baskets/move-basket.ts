import { Body, Controller, Param } from '@nestjs/common';
import { checkout } from '@watertight/contracts/checkout';
import { Database, Serves } from '@watertight/service-kit';
import { BasketAlreadyOrderedError } from '../orders/order-problems.ts';
import { cancelOrder, unsettledOrder } from '../orders/order-states.ts';
import { growVersion, holdBasket, lockBasket } from './baskets.ts';

/**
 * `POST /baskets/:basketId/move`: gives what lies in a basket another id.
 *
 * The id of a basket may have been planted in a visitor's browser, or copied from it. After a sign-in or an order the visitor
 * has a new one, and the basket under the old one is empty.
 */
@Controller()
export class MoveBasket {
  constructor(private readonly database: Database) {}

  /** @throws BasketAlreadyOrderedError (409) it is being paid: its lines are taken out, or stay, when that has ended */
  @Serves(checkout.moveBasket)
  async handle(
    @Param({ schema: checkout.moveBasket.params }) { basketId }: { basketId: string },
    @Body({ schema: checkout.moveBasket.body }) { to }: { to: string },
  ): Promise<void> {
    await this.database.transaction(async tx => {
      const { lines } = await lockBasket(tx, basketId);
      if (lines.length === 0) return; // its version stays, by which a second tab finds the order that emptied it
      const order = await unsettledOrder(tx, basketId);
      if (order?.status === 'charging') throw new BasketAlreadyOrderedError(order.id);
      if (order !== undefined) await cancelOrder(tx, order.id); // nothing was charged; the next order takes its pieces anew
      await holdBasket(tx, to);
      await tx.query(
        `WITH moved AS (DELETE FROM basket_lines WHERE basket_id = $1 RETURNING product_id, quantity, added_at)
         INSERT INTO basket_lines (basket_id, product_id, quantity, added_at)
         SELECT $2, product_id, quantity, added_at FROM moved ON CONFLICT DO NOTHING`,
        [basketId, to],
      );
      await growVersion(tx, basketId);
      await growVersion(tx, to);
    });
  }
}
