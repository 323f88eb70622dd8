import { randomUUID } from 'node:crypto';
import { isComplete } from '../kit/classify-page.ts';
import { hiddenFields, type Page, Visitor } from '../visitor.ts';
import { RAW, SLACK } from './check-page.ts';
import type { Owner, ShopUnderTest } from './shop-under-test.ts';

const PASSWORD = 'correct horse battery';
const deliverTo = { name: 'Ada', street: '12 Harbour Street', city: 'Falmouth', country: 'GB' };

/** Something a visitor does: its form is open before anything breaks, and sent while it is broken. */
export interface Action {
  name: string;
  /** Where its form is sent. */
  path: string;
  /** The services that it needs. */
  of: readonly Owner[];
  withinMs: number;
  /** Opens the form, as the visitor that will send it. */
  prepare: (shop: ShopUnderTest, known: { product: string; email: string }) => Promise<Prepared>;
}

export interface Prepared {
  send: () => Promise<Page>;
  /** Whether it was done, by what the page says. */
  isDone: (page: Page) => boolean;
  /** What was typed, and must still be there when it could not be done. */
  typed: readonly string[];
  /** How often it took effect in truth: a form sent twice does it once. */
  effects: () => Promise<number>;
}

export const actions: readonly Action[] = [
  {
    name: 'add',
    path: '/basket/lines',
    of: ['checkout'],
    withinMs: 2000,
    async prepare(shop, { product }) {
      const visitor = new Visitor(shop.url);
      const form = hiddenFields(await visitor.open(product), '/basket/lines');
      await visitor.submit('/basket/lines', { ...form, quantity: '1' }); // the basket that must not be lost
      const key = decodeURIComponent(/wt_basket=([^;]+)/.exec(visitor.cookieHeader)?.[1] ?? '');
      return {
        send: () => visitor.submit('/basket/lines', { ...form, quantity: '2' }),
        isDone: page => page.url.endsWith('/basket') && page.status === 200,
        typed: ['value="2"'],
        async effects() {
          const [row] = await shop.query<{ n: number }>(
            'checkout',
            'SELECT sum(quantity)::int AS n FROM basket_lines WHERE basket_id = $1',
            [key],
          );
          return ((row?.n ?? 0) - 1) / 2;
        },
      };
    },
  },
  {
    name: 'pay',
    path: '/checkout',
    of: ['checkout', 'payment', 'bank'],
    withinMs: 9000,
    async prepare(shop, { product }) {
      const visitor = new Visitor(shop.url);
      await visitor.submit('/basket/lines', {
        ...hiddenFields(await visitor.open(product), '/basket/lines'),
        quantity: '1',
      });
      const form = {
        ...hiddenFields(await visitor.open('/checkout'), '/checkout'),
        ...deliverTo,
        cardToken: 'tok_visa',
      };
      const name = `Ada ${randomUUID()}`;
      return {
        send: () => visitor.submit('/checkout', { ...form, name }),
        isDone: page => /\/orders\//.test(page.url) && /<h1>(Paid. Thank you|Shipped)<\/h1>/.test(page.html),
        typed: ['12 Harbour Street', name],
        async effects() {
          const orders = await shop.query<{ id: string }>(
            'checkout',
            "SELECT id FROM orders WHERE deliver_to ->> 'name' = $1 AND status <> 'cancelled'",
            [name],
          );
          const charged = await shop.query(
            'payment',
            "SELECT FROM charges WHERE order_id = ANY ($1) AND state = 'captured'",
            [orders.map(({ id }) => id)],
          );
          if (orders.length > 1) return orders.length;
          return charged.length;
        },
      };
    },
  },
  {
    name: 'comment',
    path: '/comments',
    of: ['comments', 'profile'],
    withinMs: 4000,
    async prepare(shop, { product, email }) {
      const visitor = new Visitor(shop.url);
      await visitor.submit('/sign-in', { email, password: PASSWORD });
      const form = hiddenFields(await visitor.open(product), '/comments');
      const text = `Grease it, says ${randomUUID()}`;
      return {
        send: () => visitor.submit('/comments', { ...form, text }),
        isDone: page => page.status === 200 && page.url.includes(product),
        typed: [text],
        effects: async () => (await shop.query('comments', 'SELECT FROM comments WHERE body = $1', [text])).length,
      };
    },
  },
  {
    name: 'sign in',
    path: '/sign-in',
    of: ['profile'],
    withinMs: 4000,
    async prepare(shop, { email }) {
      const visitor = new Visitor(shop.url);
      await visitor.open('/sign-in');
      const isSignedIn = async () => (await visitor.open('/account')).html.includes(email);
      return {
        send: () => visitor.submit('/sign-in', { email, password: PASSWORD }),
        isDone: page => page.status === 200 && !page.url.endsWith('/sign-in'),
        typed: [email],
        effects: async () => Number(await isSignedIn()), // a second session does no harm
      };
    },
  },
  {
    name: 'register',
    path: '/register',
    of: ['profile'],
    withinMs: 4000,
    async prepare(shop) {
      const visitor = new Visitor(shop.url);
      await visitor.open('/register');
      const email = `matrix-${randomUUID()}@example.com`;
      return {
        send: () => visitor.submit('/register', { name: 'Grace', email, password: PASSWORD }),
        isDone: page => page.status === 200 && !page.url.endsWith('/register'),
        typed: [email, 'Grace'],
        effects: async () => (await shop.query('profile', 'SELECT FROM customers WHERE email = $1', [email])).length,
      };
    },
  },
];

/** What is wrong with what a press came to; none: it was done, or it was not and says so. */
export function checkAction(
  page: Page,
  { path, withinMs, of }: Action,
  { isDone, typed }: Prepared,
  unavailable: readonly Owner[],
  { mayAnswer = false }: { mayAnswer?: boolean } = {},
): string[] {
  const wrong: string[] = [];
  const expect = (isRight: boolean, problem: string) => void (isRight || wrong.push(problem));
  expect(isComplete(page.html), 'its page stops in the middle');
  expect(!RAW.test(page.html), `it says "${RAW.exec(page.html)?.[0].trim().slice(0, 40)}"`);
  expect(page.endMs <= withinMs * SLACK, `${Math.round(page.endMs)} ms, of ${withinMs}`);
  const mayFail = of.some(owner => unavailable.includes(owner));
  if (!mayFail) expect(isDone(page), `not done: ${page.status} at ${new URL(page.url).pathname}`);
  if (isDone(page)) return wrong;
  expect(page.status < 500 || page.status === 503, `status ${page.status}`);
  const at = new URL(page.url).pathname;
  // Led on: it was done, and what could not be shown is the page after it.
  const isTaken = at.startsWith('/orders/') || (mayAnswer && at !== path);
  if (!isTaken)
    for (const text of typed) expect(page.html.includes(text), `"${text.slice(0, 20)}" has to be typed again`);
  return wrong;
}
