import { hiddenFields, Visitor } from '../visitor.ts';
import type { Session } from './play-row.ts';
import type { ShopUnderTest } from './shop-under-test.ts';

const PRODUCT = '/products/kayak-deck-compass';

/** Returns a visitor with an account, an order, and something in the basket. Default `looks` 4. */
export async function openSession<Shop extends ShopUnderTest>(
  shop: Shop,
  { email, looks = 4 }: { email: string; looks?: number },
): Promise<Session<Shop>> {
  const visitor = new Visitor(shop.url);
  await visitor.register({ name: 'Ada', email, password: 'correct horse battery' });
  const buy = async () =>
    visitor.submit('/basket/lines', { ...hiddenFields(await visitor.open(PRODUCT), '/basket/lines'), quantity: '1' });
  await buy();
  const deliverTo = { name: 'Ada', street: '12 Harbour Street', city: 'Falmouth', country: 'GB' };
  const form = hiddenFields(await visitor.open('/checkout'), '/checkout');
  const order = await visitor.submit('/checkout', { ...form, ...deliverTo, cardToken: 'tok_visa' });
  await buy(); // something in the basket again
  return { shop, visitor, known: { product: PRODUCT, orderPath: new URL(order.url).pathname }, email, looks };
}
