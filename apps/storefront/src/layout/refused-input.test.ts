import { answer, type Handler, leakCheck, type SeenRequest } from '@watertight/testing';
import * as fakes from '../fake-services.fixture.ts';
import { cookieOf, sectionsOf, signedIn, storefront } from '../storefront.fixture.ts';

const { services, get, post } = storefront();

/** The id in the cookie of `signedIn`: well formed, and refused by the checkout of these tests. */
const refusedId = '11111111-1111-4111-8111-111111111111';
const usualCheckout = fakes.checkout();
const choosy: Handler = request =>
  request.path.includes(refusedId) || request.body.includes(refusedId)
    ? fakes.no(400, 'invalid-request')
    : usualCheckout(request);
const linesOf = (requests: readonly SeenRequest[]) => requests.filter(({ path }) => path.endsWith('/lines'));

describe('a basket cookie that checkout refuses', () => {
  beforeEach(() => services.checkout.does(choosy));

  it('is an empty basket on every page', async () => {
    for (const [path, id] of [
      ['/basket', 'contents'],
      ['/checkout', 'checkout'],
    ] as const) {
      const page = await get(path, signedIn);
      const { [id]: section, basket } = sectionsOf(page);
      expect([page.status, section?.state, basket?.state, basket?.text]).toEqual([200, 'ok', 'ok', 'Basket']);
      expect(section?.text).toContain('Your basket is empty');
    }
    expect(sectionsOf(await get('/', signedIn))['basket']).toMatchObject({ state: 'ok', text: 'Basket' });
  });

  it('is replaced by a new one when something is put in', async () => {
    const added = await post('/basket/lines', { productId: 'wt-1001', quantity: '2' }, signedIn);
    expect(added.status).toBe(303);
    const cookie = cookieOf(added);
    expect(cookie).toMatch(/^wt_basket=[0-9a-f-]{36}$/);
    expect(cookie).not.toContain(refusedId);
    expect(sectionsOf(await get('/basket', { cookie }))['contents']?.text).toContain('2 pieces, $25.00');
    expect(linesOf(services.checkout.requests)).toHaveLength(2);
  });

  it('has no line to change', async () => {
    const changed = await post('/basket/lines/wt-1001', { quantity: '2' }, signedIn);
    expect(changed.status).toBe(400);
    expect(changed.body).toContain('Nothing in your basket was changed.');
  });
});

it.each(['00000000-0000-0000-0000-000000000001', '11111111-1111-9111-8111-111111111111'])(
  'a basket cookie that is no UUID by the contract (%s) does not exist',
  async id => {
    const cookie = `wt_basket=${id}`;
    expect((await get('/basket', { cookie })).status).toBe(200);
    expect(cookieOf(await post('/basket/lines', { productId: 'wt-1001', quantity: '1' }, { cookie }))).not.toBe('');
    expect(services.checkout.requests.filter(({ path }) => path.includes(id))).toEqual([]);
  },
);

describe('a session that profile refuses', () => {
  beforeEach(() => services.profile.does(() => fakes.no(400, 'invalid-request')));

  it('is over: signed out on every page, and sent to sign in where an account is needed', async () => {
    expect(sectionsOf(await get('/journal', signedIn))['account']).toMatchObject({ state: 'ok', text: 'Sign in' });
    const account = await get('/account', signedIn);
    expect([account.status, account.headers.location]).toEqual([303, '/sign-in']);
  });

  it('is forgotten by signing out', async () => {
    const left = await post('/sign-out', {}, signedIn);
    expect([left.status, left.headers['set-cookie']?.[0]]).toEqual([303, expect.stringMatching(/^wt_session=;/)]);
  });
});

it.each([
  ['/orders/22222222-2222-4222-8222-222222222222', 'checkout', 'order', 'There is no such order of yours'],
  ['/stores/falmouth', 'checkout', 'store', 'We have no store of that name'],
  ['/products/thing-77', 'search', 'product', 'There is no such thing on our shelves'],
  ['/search?q=odd', 'search', 'results', 'Search cannot read that'],
] as const)('%s, which %s refuses with 400, is a 404 and no outage', async (path, service, id, title) => {
  services[service].does(() => fakes.no(400, 'invalid-request'));
  const page = await get(path, signedIn);
  expect([page.status, sectionsOf(page)[id]?.state]).toEqual([404, 'ok']);
  expect(page.body).toContain(`<h1>${title}</h1>`);
});

it.each([408, 429])('a service that answers %i is too slow or too busy: that is an outage', async status => {
  services.search.does(() => fakes.no(status, 'busy'));
  const page = await get('/search?q=anything');
  expect([page.status, sectionsOf(page)['results']?.text]).toEqual([
    503,
    expect.stringContaining('Search is unavailable right now.'),
  ]);
});

it('a list that takes no input and is refused is a fault of ours: 500, not "try again"', async () => {
  services.checkout.does(() => fakes.no(400, 'invalid-request'));
  expect((await get('/stores')).status).toBe(500);
});

describe('a form whose input a service refuses is shown again, and nothing is said to be unavailable', () => {
  const fields = { email: 'g@example.com', name: 'Grace', password: 'correct horse' };

  it.each([
    ['/register', 400, 'Something in the form needs another look.'],
    ['/sign-in', 401, 'E-mail and password do not belong together.'],
  ])('%s: %i', async (path, status, sentence) => {
    services.profile.does(() => fakes.no(400, 'invalid-request'));
    const page = await post(path, fields);
    expect(page.status).toBe(status);
    expect(page.body).toContain(sentence);
    expect(page.body).not.toContain('unavailable');
  });

  it('a comment under a used key is offered again under a new one', async () => {
    services.comments.does(() => fakes.no(422, 'idempotency-key-reused'));
    const said = { subject: 'product:wt-1001', text: 'Second thoughts.', from: '/', idempotencyKey: 'used' };
    const page = await post('/comments', said, signedIn);
    expect(page.status).toBe(422);
    expect(page.body).toContain('Second thoughts.');
    expect(page.body).not.toContain('value="used"');
  });

  it('a comment that is refused for what it says keeps its words', async () => {
    services.comments.does(() => fakes.no(400, 'invalid-request'));
    const page = await post('/comments', { subject: 'product:wt-1001', text: 'Odd words.', from: '/' }, signedIn);
    expect([page.status, page.body.includes('Odd words.')]).toEqual([400, true]);
  });
});

it('an order that is refused in words we do not know may have been made', async () => {
  services.checkout.does(seen => (seen.path === '/orders' ? fakes.no(418, 'teapot') : answer.json({})));
  const form = { idempotencyKey: 'k-1', priceVersions: 'wt-1001:1', name: 'A', street: 'B', city: 'C', country: 'GB' };
  const page = await post('/checkout', { ...form, cardToken: 'tok_visa' }, signedIn);
  expect(page.status).toBe(202);
});

leakCheck();
