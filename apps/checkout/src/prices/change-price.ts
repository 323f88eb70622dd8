import { Body, Controller, Param } from '@nestjs/common';
import { type Currency, fromMinor, type Money, toMinor } from '@watertight/contracts';
import { ChangePrice as ChangePriceRequest, checkout, type Price } from '@watertight/contracts/checkout';
import { Database, InvalidRequestError, type Queries, Serves, ShopError } from '@watertight/service-kit';
import { CURRENCY } from '../baskets/lines.ts';
import { writeOutbox } from '../outbox/outbox.ts';
import { ProductNotSoldError } from './product-not-sold.ts';

/** The largest price, in cents: the table has the same rule. */
const MAX_PRICE_MINOR = 9_999_999n;

/** `PUT /prices/:productId`: gives a product its next price; search learns it by `update-price`. */
@Controller()
export class ChangePrice {
  constructor(private readonly database: Database) {}

  /**
   * Adds the version after `priceVersion`. The same again is answered like the first time.
   *
   * @throws PriceMovedError (409) somebody else has set the next price
   */
  @Serves(checkout.changePrice)
  handle(
    @Param({ schema: checkout.changePrice.params }) { productId }: { productId: string },
    @Body({ schema: ChangePriceRequest }) { price, priceVersion }: ChangePriceRequest,
  ): Promise<Price> {
    checkPrice(price);
    return this.database.transaction(async tx => {
      const added = await addVersion(tx, { productId, price, priceVersion: priceVersion + 1 });
      const now = await priceOf(tx, productId);
      if (now === undefined) throw new ProductNotSoldError(productId);
      const asWanted = now.priceVersion === priceVersion + 1 && now.price.amount === price.amount;
      if (!asWanted) throw new PriceMovedError(now);
      if (added) await writeOutbox(tx, 'update-price', { version: 1, ...now });
      return now;
    });
  }
}

function checkPrice(price: Money): void {
  if (price.currency !== CURRENCY) throw new InvalidRequestError([{ field: 'price.currency', rule: CURRENCY }]);
  const amountMinor = toMinor(price);
  if (amountMinor < 1n || amountMinor > MAX_PRICE_MINOR) {
    const { amount } = fromMinor(MAX_PRICE_MINOR, CURRENCY);
    throw new InvalidRequestError([{ field: 'price.amount', rule: `more than zero and at most ${amount}` }]);
  }
}

/** False when that version is there already, or is not the one after the last. */
async function addVersion(tx: Queries, { productId, price, priceVersion }: Price): Promise<boolean> {
  const added = await tx.query(
    `INSERT INTO prices (product_id, version, amount_minor, currency)
     SELECT product_id, $2, $3, $4 FROM offers WHERE product_id = $1 AND price_version = $2 - 1
     ON CONFLICT DO NOTHING
     RETURNING version`,
    [productId, priceVersion, toMinor(price), price.currency],
  );
  return added.length === 1;
}

async function priceOf(tx: Queries, productId: string): Promise<Price | undefined> {
  const [offer] = await tx.query<{ price_version: number; amount_minor: bigint; currency: Currency }>(
    'SELECT price_version, amount_minor, currency FROM offers WHERE product_id = $1',
    [productId],
  );
  if (offer === undefined) return undefined;
  return { productId, price: fromMinor(offer.amount_minor, offer.currency), priceVersion: offer.price_version };
}

export class PriceMovedError extends ShopError {
  constructor({ productId, price, priceVersion }: Price) {
    super(`The price of ${productId} is ${price.amount} ${price.currency} by now, version ${priceVersion}.`, {
      code: 'price-changed',
      status: 409,
      members: { productId, price, priceVersion },
    });
  }
}
