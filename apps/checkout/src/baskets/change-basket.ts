import { Body, Controller, Param } from '@nestjs/common';
import { type Basket, checkout, MAX_QUANTITY } from '@watertight/contracts/checkout';
import { Database, type Queries, Serves, ShopError } from '@watertight/service-kit';
import { ProductNotSoldError } from '../prices/product-not-sold.ts';
import { basketOf, growVersion, holdBasket, MAX_LINES, readBasket } from './baskets.ts';

/** Puts pieces into a basket and takes them out. Changes to one basket happen one after the other. */
@Controller()
export class ChangeBasket {
  constructor(private readonly database: Database) {}

  /**
   * `POST /baskets/:basketId/lines`: adds to what is there.
   *
   * @throws BasketFullError (409) more than 99 of one thing, or more than 50 things
   * @throws ProductNotSoldError (404)
   */
  @Serves(checkout.addLine)
  add(
    @Param({ schema: checkout.addLine.params }) { basketId }: { basketId: string },
    @Body({ schema: checkout.addLine.body }) { productId, quantity }: { productId: string; quantity: number },
  ): Promise<Basket> {
    return this.change(basketId, productId, async tx => {
      const added = await tx.query(
        `INSERT INTO basket_lines AS line (basket_id, product_id, quantity) VALUES ($1, $2, $3)
         ON CONFLICT (basket_id, product_id) DO UPDATE SET quantity = line.quantity + excluded.quantity
         WHERE line.quantity + excluded.quantity <= $4
         RETURNING quantity`,
        [basketId, productId, quantity, MAX_QUANTITY],
      );
      if (added.length === 0) throw new BasketFullError(`at most ${MAX_QUANTITY} of one thing`);
      return true;
    });
  }

  /** `PUT /baskets/:basketId/lines/:productId`: sets how many; 0 takes the line out. */
  @Serves(checkout.changeLine)
  set(
    @Param({ schema: checkout.changeLine.params }) { basketId, productId }: { basketId: string; productId: string },
    @Body({ schema: checkout.changeLine.body }) { quantity }: { quantity: number },
  ): Promise<Basket> {
    return this.change(basketId, productId, async tx => {
      const changed =
        quantity === 0
          ? await tx.query('DELETE FROM basket_lines WHERE basket_id = $1 AND product_id = $2 RETURNING quantity', [
              basketId,
              productId,
            ])
          : await tx.query(
              `INSERT INTO basket_lines AS line (basket_id, product_id, quantity) VALUES ($1, $2, $3)
               ON CONFLICT (basket_id, product_id) DO UPDATE SET quantity = excluded.quantity
               WHERE line.quantity <> excluded.quantity
               RETURNING quantity`,
              [basketId, productId, quantity],
            );
      return changed.length > 0;
    });
  }

  /** One change under the basket's lock; its version grows when `work` says that something is different. */
  private change(basketId: string, productId: string, work: (tx: Queries) => Promise<boolean>): Promise<Basket> {
    return this.database.transaction(async tx => {
      const [sold] = await tx.query('SELECT FROM offers WHERE product_id = $1', [productId]);
      if (sold === undefined) throw new ProductNotSoldError(productId);
      await holdBasket(tx, basketId);
      if (await work(tx)) await growVersion(tx, basketId);
      const basket = await readBasket(tx, basketId);
      if (basket.lines.length > MAX_LINES) throw new BasketFullError(`at most ${MAX_LINES} different things`);
      return basketOf(basket);
    });
  }
}

export class BasketFullError extends ShopError {
  constructor(rule: string) {
    super(`The basket is full: ${rule}.`, { code: 'basket-full', status: 409 });
  }
}
