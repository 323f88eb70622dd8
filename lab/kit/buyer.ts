import { SECOND } from '@watertight/resilience';
import { lookUntil } from '@watertight/testing/until';
import { hiddenFields, type Page, Visitor } from '../visitor.ts';

const CONFIRMED_WITHIN_MS = 60 * SECOND;

/** What became of an order. `unknown`: neither paid nor refused, for example an error page. */
export type Purchase =
  | { readonly is: 'paid'; readonly amountMinor: number }
  | { readonly is: 'out of stock' | 'price changed' | 'unknown' };

const deliverTo = { name: 'Ada Lovelace', street: '12 Harbour Street', city: 'Bergen', country: 'NO' };

/** A customer of the open shop with a basket and a browser without script. */
export class Buyer {
  private readonly visitor: Visitor;
  private form: Record<string, string> = {};

  constructor(shopUrl: string) {
    this.visitor = new Visitor(shopUrl);
  }

  /** Puts one piece into the basket. @throws Error the shop does not sell it now */
  async fillBasket(productPath: string): Promise<void> {
    const product = await this.visitor.open(productPath);
    const fields = hiddenFields(product, '/basket/lines');
    const { status } = await this.visitor.submit('/basket/lines', { ...fields, quantity: '1' });
    if (status !== 200) throw new Error(`${productPath} cannot be put into a basket: ${status}`);
  }

  /** Opens the form that pays, and returns the price on its button. */
  async seePrice(): Promise<number> {
    const page = await this.visitor.open('/checkout');
    this.form = hiddenFields(page, '/checkout');
    return amountAfter('<button class="button">Pay ', page);
  }

  /** Sends the form, and looks at the order until it is known whether it is paid. */
  async pay(): Promise<Purchase> {
    const sent = await this.visitor.submit('/checkout', { ...this.form, ...deliverTo, cardToken: 'tok_visa' });
    if (sent.html.includes('Prices have changed since you saw them.')) return { is: 'price changed' };
    if (sent.html.includes('There is not enough left of everything')) return { is: 'out of stock' };
    if (!new URL(sent.url).pathname.startsWith('/orders/')) return { is: 'unknown' };
    const look = () => this.visitor.open(new URL(sent.url).pathname);
    const order = isPaid(sent)
      ? sent
      : (await lookUntil(look, isPaid, { withinMs: CONFIRMED_WITHIN_MS, everyMs: SECOND / 2 })).seen;
    return isPaid(order)
      ? { is: 'paid', amountMinor: amountAfter('<span>Together</span> ', order) }
      : { is: 'unknown' };
  }
}

/** A few at a time: a hundred first visits at once would only queue. */
export async function fillBaskets(buyers: readonly Buyer[], productPath: string): Promise<void> {
  const left = [...buyers];
  const fill = async () => {
    for (let buyer = left.pop(); buyer !== undefined; buyer = left.pop()) await buyer.fillBasket(productPath);
  };
  await Promise.all([1, 2, 3, 4].map(fill));
}

const isPaid = ({ html }: Page) => /<h1>(Paid|Shipped)/.test(html);

/** Reads the first `$1,234.50` after these words. */
function amountAfter(words: string, { html }: Page): number {
  const digits = /\$([\d,]+)\.(\d\d)/.exec(html.slice(Math.max(0, html.indexOf(words))));
  if (digits === null) throw new Error(`no amount follows "${words}"`);
  return Number(digits[1]?.replaceAll(',', '') + (digits[2] ?? ''));
}
