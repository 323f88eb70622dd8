import { Body, Controller, Param, Res } from '@nestjs/common';
import { header } from '@watertight/contracts';
import { type Basket, checkout, MAX_QUANTITY } from '@watertight/contracts/checkout';
import { once } from '@watertight/idempotency';
import {
  Caller,
  Database,
  IdempotencyKey,
  KeyReusedError,
  type Queries,
  Serves,
  ShopError,
} from '@watertight/service-kit';
import { ProductNotSoldError } from '../prices/product-not-sold.ts';
import { basketOf, growVersion, holdBasket, MAX_LINES, readBasket } from './baskets.ts';

interface AddedLine {
  productId: string;
  quantity: number;
}

/** Puts pieces into a basket and takes them out. Changes to one basket happen one after the other. */
@Controller()
export class ChangeBasket {
  constructor(private readonly database: Database) {}

  /**
   * `POST /baskets/:basketId/lines`: adds to what is there, once per key.
   *
   * A repeat is answered with the basket as it is now: the first answer may show lines that have changed since.
   *
   * @throws BasketFullError (409) more than 99 of one thing, or more than 50 things
   * @throws ProductNotSoldError (404)
   * @throws KeyReusedError (422) the key belongs to a different addition
   */
  @Serves(checkout.addLine)
  async add(
    @Caller() caller: string,
    @IdempotencyKey() key: string,
    @Param({ schema: checkout.addLine.params }) { basketId }: { basketId: string },
    @Body({ schema: checkout.addLine.body }) line: AddedLine,
    @Res({ passthrough: true }) reply: { header(name: string, value: string): unknown },
  ): Promise<Basket> {
    const keyed = { scope: `${caller} ${basketId}`, key, request: [line.productId, line.quantity] };
    const added = await once(this.database, keyed, async tx => {
      await this.addTo(tx, basketId, line);
      return {};
    });
    if (added.is === 'key-reused') throw new KeyReusedError('Nothing was added');
    if (added.is === 'replayed') reply.header(header.idempotentReplayed, 'true');
    return basketOf(await readBasket(this.database, basketId));
  }

  private addTo(tx: Queries, basketId: string, { productId, quantity }: AddedLine): Promise<Basket> {
    return change(tx, basketId, productId, async () => {
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
    return this.database.transaction(tx =>
      change(tx, basketId, productId, async () => {
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
      }),
    );
  }
}

/** One change under the basket's lock; its version grows when `work` reports that something is different. */
async function change(tx: Queries, basketId: string, productId: string, work: () => Promise<boolean>): Promise<Basket> {
  const [sold] = await tx.query('SELECT FROM offers WHERE product_id = $1', [productId]);
  if (sold === undefined) throw new ProductNotSoldError(productId);
  await holdBasket(tx, basketId);
  if (await work()) await growVersion(tx, basketId);
  const basket = await readBasket(tx, basketId);
  if (basket.lines.length > MAX_LINES) throw new BasketFullError(`at most ${MAX_LINES} different things`);
  return basketOf(basket);
}

export class BasketFullError extends ShopError {
  constructor(rule: string) {
    super(`The basket is full: ${rule}.`, { code: 'basket-full', status: 409 });
  }
}
