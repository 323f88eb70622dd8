import { answer, type Answer, leakCheck } from '@watertight/testing';
import { ada, no } from '../fake-services.fixture.ts';
import { cookieOf, hidden, type Seen, sectionsOf, signedIn, storefront } from '../storefront.fixture.ts';

const { services, get, post, ordersAnswer } = storefront();

const address = { name: 'Ada "Deep" Lovelace', street: '12 <Quay> Street', city: 'Falmouth', country: 'GB' };

/** A guest with two things in the basket, before the form. */
async function atTheTill() {
  const cookie = cookieOf(await post('/basket/lines', { productId: 'wt-1001', quantity: '2' }));
  const form = await get('/checkout', { cookie });
  return { cookie, form, pay: (more: Record<string, string> = {}, from: Seen = form) => pay(from, { cookie }, more) };
}

const pay = (form: Seen, headers: { cookie: string }, more: Record<string, string> = {}) =>
  post(
    '/checkout',
    {
      ...draftIn(form),
      cardToken: 'tok_visa',
      ...address,
      ...more,
    },
    headers,
  );

const placed = () => services.checkout.requests.filter(({ method, path }) => method === 'POST' && path === '/orders');

it('the form shows what is bought, the cards by token, a new key and the price versions', async () => {
  const { cookie, form } = await atTheTill();
  const { checkout } = sectionsOf(form);
  expect(checkout?.text).toContain('Pay $25.00');
  expect(checkout?.markup.match(/type="radio" name="cardToken" value="tok_[a-z_]+"/g)).toHaveLength(7);
  expect(hidden(form, 'priceVersions')).toBe('wt-1001:3');
  expect(hidden(form, 'idempotencyKey')).toMatch(/^[0-9a-f-]{36}$/);
  expect(hidden(await get('/checkout', { cookie }), 'idempotencyKey')).not.toBe(hidden(form, 'idempotencyKey'));
});

it('paying places the order that was formatPrice, and leads to it', async () => {
  const { cookie, form, pay } = await atTheTill();
  const answer = await pay();
  expect([answer.status, answer.headers.location]).toEqual([303, expect.stringMatching(/^\/orders\/[0-9a-f-]{36}$/)]);
  const [order] = placed();
  expect(JSON.parse(order?.body ?? '')).toEqual({
    basketId: cookie.slice('wt_basket='.length),
    priceVersions: { 'wt-1001': 3 },
    cardToken: 'tok_visa',
    deliverTo: address,
    secret: hidden(form, 'orderSecret'),
  });
  const page = await get(String(answer.headers.location), { cookie: cookieOf(answer) });
  expect(sectionsOf(page)['order']?.text).toContain('Paid. Thank you');
  expect(page.body).toContain('12 &lt;Quay&gt; Street');
});

it('a customer’s order carries their id, a guest buys with profile away', async () => {
  await post('/basket/lines', { productId: 'wt-1001', quantity: '1' }, signedIn);
  await pay(await get('/checkout', signedIn), signedIn);
  expect(JSON.parse(placed()[0]?.body ?? '')).toMatchObject({ customerId: ada.id });

  services.profile.does(() => answer.nothing());
  await post('/basket/lines', { productId: 'wt-1001', quantity: '1' }, signedIn);
  const second = await pay(await get('/checkout', signedIn), signedIn);
  expect(second.status).toBe(303);
});

it('a client that states no versions buys at the prices of now', async () => {
  const { pay } = await atTheTill();
  expect((await pay({ priceVersions: '' })).status).toBe(303);
  expect(JSON.parse(placed()[0]?.body ?? '')).toMatchObject({ priceVersions: { 'wt-1001': 3 } });
});

/** What is typed stays typed, whatever stands in the way. */
function expectTextKept({ body }: Seen): void {
  expect(body).toContain('value="Ada &quot;Deep&quot; Lovelace"');
  expect(body).toContain('value="12 &lt;Quay&gt; Street"');
  expect(body).toContain('<option value="GB" selected>');
}

const reasons: [why: string, answer: () => Answer, status: number, words: string, key: 'same' | 'new'][] = [
  [
    'a declined card',
    () => no(402, 'card-declined', { declineReason: 'insufficient <funds>', heldUntil: '2999-01-01T00:00:00.000Z' }),
    402,
    'The card was declined: insufficient &lt;funds&gt;. Nothing was charged, and your goods stay reserved for ',
    'new',
  ],
  [
    'a declined card without a reason',
    () => no(402, 'card-declined'),
    402,
    'the bank gave no reason. Nothing was charged: try another',
    'new',
  ],
  [
    'a changed price',
    () => no(409, 'price-changed', { prices: [price] }),
    409,
    'Thing 1: <del><span class="visually-hidden">was </span>$12.50</del> <ins><span class="visually-hidden">now </span>$14.00</ins>',
    'new',
  ],
  [
    'a changed price told badly',
    () => no(409, 'price-changed', { prices: 7 }),
    409,
    'Prices have changed since you saw them. Nothing was charged.',
    'new',
  ],
  [
    'too little stock',
    () => no(409, 'out-of-stock', { missing: [{ productId: 'wt-1001', name: 'Thing 1', wanted: 2, available: 1 }] }),
    409,
    'Thing 1: you want 2, and there is 1.',
    'new',
  ],
  ['a basket emptied elsewhere', () => no(409, 'basket-empty'), 409, 'There is nothing in your basket any more', 'new'],
  [
    'too large an order',
    () => no(409, 'order-too-large', { detail: 'One order is at most 999999.99 USD.' }),
    409,
    'One order is at most 999999.99 USD.',
    'new',
  ],
  [
    'a key used for something else',
    () => no(422, 'idempotency-key-reused'),
    422,
    'This form was sent before with something else in it',
    'new',
  ],
  [
    'a bank that cannot be reached',
    () => no(503, 'payment-unavailable'),
    503,
    'Cards cannot be charged right now. Nothing was charged',
    'new',
  ],
  [
    'a refused request',
    () => no(400, 'invalid-request', { detail: 'deliverTo.city: <rule>' }),
    400,
    'deliverTo.city: &lt;rule&gt;',
    'new',
  ],
];
const price = {
  productId: 'wt-1001',
  name: 'Thing 1',
  old: { amount: '12.50', currency: 'USD' },
  new: { amount: '14.00', currency: 'USD' },
  priceVersion: 4,
};

it.each(reasons)('%s is said, with everything typed still there', async (_, answer, status, words, key) => {
  const { form, pay } = await atTheTill();
  ordersAnswer(answer());
  const page = await pay({ cardToken: 'tok_declined' });
  expect([page.status, sectionsOf(page)['checkout']?.state]).toEqual([status, status === 503 ? 'unavailable' : 'ok']);
  expect(page.body).toContain(words);
  expectTextKept(page);
  expect(page.body).toContain('value="tok_declined" required checked');
  expect(hidden(page, 'idempotencyKey') === hidden(form, 'idempotencyKey')).toBe(key === 'same');
});

it.each([
  ['a second press that is still running', 'request-in-progress'],
  ['a second tab', 'basket-already-ordered'],
])('%s leads to the one order', async (_, code) => {
  const { pay } = await atTheTill();
  ordersAnswer(no(409, code, { orderId: '44444444-4444-4444-8444-444444444444' }));
  const answer = await pay();
  expect([answer.status, answer.headers.location]).toEqual([303, '/orders/44444444-4444-4444-8444-444444444444']);
});

it('a till that cannot be reached has charged nothing: the same form may be sent again', async () => {
  const { cookie, form, pay } = await atTheTill();
  await services.checkout.close();
  const page = await pay();
  expect([page.status, hidden(page, 'idempotencyKey')]).toEqual([503, hidden(form, 'idempotencyKey')]);
  expect(page.body).toContain('The till is closed right now. Nothing was charged, and your basket is kept');
  expectTextKept(page);

  await services.checkout.open();
  expect((await pay({}, page)).status).toBe(303);
  expect(cookie).toContain('wt_basket=');
});

it.each<[string, Answer]>([
  ['an answer that is lost', answer.reset()],
  ['an answer that is cut off', answer.half({ id: 1 })],
  ['an answer that is none', answer.json({ status: 'ok' })],
  ['a broken till', no(500, 'internal')],
  ['a till that ran out of time', no(504, 'deadline-passed')],
  ['a till without its database', no(503, 'database-unavailable')],
])('%s is being confirmed, and asking again sends the very same order', async (_, instead) => {
  const { pay, cookie } = await atTheTill();
  ordersAnswer(instead);
  const page = await pay();
  expect(page.status).toBe(202);
  expect(page.body).toContain('Being confirmed. You will not be charged twice.');
  await post('/checkout', draftIn(page), { cookie });
  const orders = placed();
  expect(orders.length).toBeGreaterThan(1);
  expect(new Set(orders.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  expect(new Set(orders.map(({ body }) => body)).size).toBe(1);
});

it.each<[string, () => Promise<unknown> | void]>([
  ['dead', () => services.checkout.close()],
  ['rested by its breaker', () => ordersAnswer(answer.reset())],
])('after a lost answer, a till that is %s has not "charged nothing": it stays being confirmed', async (_, strike) => {
  const { form, pay, cookie } = await atTheTill();
  ordersAnswer(answer.reset());
  const lost = await pay();
  await strike();
  const asked = { cookie: `${cookie}; ${cookieOf(lost)}` };
  for (let press = 1; press <= 3; press++) {
    const page = await post('/checkout', draftIn(lost), asked);
    expect([page.status, page.body.includes('Nothing was charged')]).toEqual([202, false]);
    expect(page.body).toContain('Being confirmed. You will not be charged twice.');
  }
  // Another form is another matter.
  await services.checkout.close();
  const other = await pay({ idempotencyKey: 'another-key' }, form);
  expect([other.status, other.body.includes('Nothing was charged')]).toEqual([503, true]);
  await services.checkout.open();
});

/** What a page would send with its one hidden form. */
const draftIn = ({ body }: Seen) =>
  Object.fromEntries(
    [...body.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [
      name,
      unescaped(value),
    ]),
  );

const unescaped = (text: string) =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

it.each([
  ['name', '  '],
  ['name', 'x'.repeat(101)],
  ['street', 'a\0b'],
  ['city', ''],
  ['country', 'Norway'],
  ['country', 'gb'],
  ['cardToken', '4242424242424242'],
  ['cardToken', ''],
  ['priceVersions', 'wt-1001:one'],
])('a form with a wrong %s (%j) is not sent, and keeps its key', async (field, value) => {
  const { form, pay } = await atTheTill();
  const page = await pay({ [field]: value });
  expect([page.status, hidden(page, 'idempotencyKey')]).toEqual([400, hidden(form, 'idempotencyKey')]);
  expect(page.body).toContain('Something in the form needs another look; nothing was charged.');
  expect(page.body).not.toContain('4242424242424242');
  expect(placed()).toEqual([]);
});

it.each(['', 'two words', 'schlüssel', 'x'.repeat(101)])(
  'a form without a key (%j) gets one, and charges nothing',
  async idempotencyKey => {
    const { pay } = await atTheTill();
    const page = await pay({ idempotencyKey });
    expect([page.status, placed()]).toEqual([400, []]);
    expect(hidden(page, 'idempotencyKey')).toMatch(/^[0-9a-f-]{36}$/);
  },
);

it('an empty basket has nothing to pay for', async () => {
  expect((await get('/checkout')).body).toContain('Your basket is empty');
  const page = await post('/checkout', { idempotencyKey: 'x', ...address, cardToken: 'tok_visa' });
  expect([page.status, placed()]).toEqual([409, []]);
});

describe('an order', () => {
  const id = '55555555-5555-4555-8555-555555555555';
  const order = (more: object) => ({
    id,
    status: 'confirmed',
    declineReason: null,
    placedAt: '2026-11-23T12:00:00.000Z',
    lines: [],
    total: { amount: '12.50', currency: 'USD' },
    deliverTo: address,
    card: null,
    deliveries: [],
    ...more,
  });

  it.each([
    [{ status: 'charging' }, 'Being confirmed. You will not be charged twice.'],
    [{ status: 'reserved' }, 'Your goods are reserved, and nothing was charged.'],
    [{ status: 'reserved', declineReason: 'insufficient funds' }, 'The card was declined: insufficient funds.'],
    [{ status: 'confirmed', card: { brand: 'Visa', last4: '4242' } }, 'paid with Visa ending 4242'],
    [
      {
        status: 'shipped',
        deliveries: [{ store: 'Falmouth', storeId: 'falmouth', pieces: 2, status: 'shipped', shippedAt: null }],
      },
      '2 pieces from Falmouth : shipped',
    ],
    [{ status: 'cancelled' }, 'Nothing was charged, and the goods are back on the shelf.'],
    [{ status: 'cancelled', declineReason: 'expired' }, 'The card was declined: expired. Nothing was charged, and'],
  ])('%j says where it stands', async (state, words) => {
    services.checkout.does(() => answer.json(order(state)));
    expect(sectionsOf(await get(`/orders/${id}`, signedIn))['order']?.text).toContain(words);
  });

  it('of a customer is looked for by the customer; in another browser there is none', async () => {
    services.checkout.does(({ body }) =>
      body.includes(`"customerId":"${ada.id}"`) ? answer.json(order({})) : no(404, 'order-not-found'),
    );
    expect((await get(`/orders/${id}`, signedIn)).status).toBe(200);
    expect(services.checkout.requests.filter(({ path }) => path.startsWith('/orders/'))).toHaveLength(1);
    expect((await get(`/orders/${id}`, { cookie: 'wt_basket=66666666-6666-4666-8666-666666666666' })).status).toBe(404);
  });

  it('is not said to be missing while profile cannot tell whose it is; one made without an account is shown', async () => {
    services.profile.does(() => answer.nothing());
    services.checkout.does(() => no(404, 'order-not-found'));
    const unsure = await get(`/orders/${id}`, signedIn);
    expect([unsure.status, sectionsOf(unsure)['order']?.state]).toEqual([503, 'unavailable']);
    expect(unsure.completeMs).toBeLessThan(2_500);
    services.checkout.does(() => answer.json(order({})));
    expect((await get(`/orders/${id}`, signedIn)).status).toBe(200);
  });
});

leakCheck();
