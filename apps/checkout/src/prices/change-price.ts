import { Body, Controller, Param, Res, UseGuards } from '@nestjs/common';
import { type Currency, fromMinor, type Money, toMinor } from '@watertight/contracts';
import { ChangePrice as ChangePriceRequest, checkout, type Price } from '@watertight/contracts/checkout';
import {
  Database,
  entityTag,
  IfMatch,
  InvalidRequestError,
  OpsOnly,
  type Queries,
  type Reply,
  Serves,
  ShopError,
} from '@watertight/service-kit';
import { CURRENCY } from '../baskets/lines.ts';
import { config } from '../config.ts';
import { writeOutbox } from '../outbox/outbox.ts';
import { ProductNotSoldError } from './product-not-sold.ts';

/** The largest price, in cents: the table has the same rule. */
const MAX_PRICE_MINOR = 9_999_999n;

/** `PUT /prices/:productId`: gives a product its next price in every store; search learns it by `update-price`. */
@Controller()
@UseGuards(new OpsOnly(config.opsToken))
export class ChangePrice {
  constructor(private readonly database: Database) {}

  /**
   * Adds the version after the one in `If-Match`. The same again is answered like the first time, whatever came after it.
   *
   * @throws PriceMovedError (412) another request has set the next price
   */
  @Serves(checkout.changePrice)
  async handle(
    @Param({ schema: checkout.changePrice.params }) { productId }: { productId: string },
    @IfMatch() replaced: number,
    @Body({ schema: ChangePriceRequest }) { price }: ChangePriceRequest,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<Price> {
    checkPrice(price);
    const wanted = { productId, price, priceVersion: replaced + 1 };
    await this.database.transaction(tx => setPrice(tx, wanted));
    void reply.header('etag', entityTag(wanted.priceVersion));
    return wanted;
  }
}

async function setPrice(tx: Queries, wanted: Price): Promise<void> {
  if (await addVersion(tx, wanted)) return writeOutbox(tx, 'update-price', { version: 1, ...wanted });
  if (await isVersion(tx, wanted)) return; // the answer to the first time was lost
  const now = await priceOf(tx, wanted.productId);
  throw now === undefined ? new ProductNotSoldError(wanted.productId) : new PriceMovedError(now);
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

/** Whether that version has that price: for ever, as no version is ever changed. */
async function isVersion(tx: Queries, { productId, price, priceVersion }: Price): Promise<boolean> {
  const same = await tx.query(
    'SELECT FROM prices WHERE product_id = $1 AND version = $2 AND amount_minor = $3 AND currency = $4',
    [productId, priceVersion, toMinor(price), price.currency],
  );
  return same.length === 1;
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
      status: 412,
      members: { productId, price, priceVersion },
    });
  }
}
