import type { Room } from './room.ts';
import { ShopCommandError } from './runner.ts';

/** With two pieces a store is low: checkout raises a shipment below three. */
const LOW_PIECES = 2;

/** `price <product> <amountMinor>`: the next price of a product in all stores. The product is named as in its address. */
export async function setPrice([product, amount, ...more]: readonly string[], room: Room): Promise<string[]> {
  const amountMinor = Number(amount);
  if (product === undefined || more.length > 0 || !Number.isSafeInteger(amountMinor))
    throw new ShopCommandError(
      'price: <product> and an amount in cents are expected, for example npm run shop price enamel-mug-white-with-blue-rim 1950',
    );
  const body = await room.requests('PUT', `/api/products/${encodeURIComponent(product)}/price`, { amountMinor });
  const { price, priceVersion } = body as { price: { amount: string; currency: string }; priceVersion: number };
  return [`${product} costs ${price.amount} ${price.currency} in every store, price version ${priceVersion}`];
}

/** `low <store> <product>`: a store has two pieces left, and a shipment is raised, as after an order that left it so. */
export async function makeLow([store, product, ...more]: readonly string[], room: Room): Promise<string[]> {
  if (store === undefined || product === undefined || more.length > 0)
    throw new ShopCommandError(
      'low: <store> and <product> are expected, for example npm run shop low falmouth enamel-mug-white-with-blue-rim',
    );
  const place = `/api/products/${encodeURIComponent(product)}`;
  await room.requests('PUT', `${place}/stock`, { available: { [store]: LOW_PIECES } });
  const { quantity } = (await room.requests('POST', `${place}/shipments`)) as { quantity: number };
  return [
    `${store} has ${LOW_PIECES} of ${product} left, and a shipment of ${quantity} is raised: the emptiest store claims it, see /stores`,
  ];
}
