import { hiddenFields, type Page, type Visitor } from '../visitor.ts';

const deliverTo = { name: 'Ada Lovelace', street: '12 Harbour Street', city: 'Falmouth', country: 'GB' };

/** Puts a product into the basket and pays with a test card. Returns the basket and the page of the order. */
export async function buy(visitor: Visitor, product: string): Promise<{ basket: Page; order: Page }> {
  const page = await visitor.open(product);
  const basket = await visitor.submit('/basket/lines', { ...hiddenFields(page, '/basket/lines'), quantity: '1' });
  const form = await visitor.open('/checkout');
  const fields = { ...hiddenFields(form, '/checkout'), ...deliverTo, cardToken: 'tok_visa' };
  return { basket, order: await visitor.submit('/checkout', fields) };
}
