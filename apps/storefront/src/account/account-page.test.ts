import { answer } from '@watertight/testing';
import * as fakes from '../fake-services.fixture.ts';
import { cookieOf, hidden, sectionsOf, signedIn, storefront } from '../storefront.fixture.ts';

const { services, get, post } = storefront();
const { ada, adasToken, no } = fakes;

const asked = (path: string) =>
  services.profile.requests
    .filter(seen => seen.path === path)
    .map(({ body }) => JSON.parse(body) as Record<string, unknown>);

describe('the account page', () => {
  it('lists where the customer is signed in, each with a button but for this browser', async () => {
    const { sessions } = sectionsOf(await get('/account', signedIn));
    expect(sessions?.text).toContain('Firefox on Linux since November 23, 2026 at 12:00 PM UTC; this browser');
    expect(sessions?.text).toContain('A browser for some time Sign it out : a browser');
    expect(sessions?.markup.match(/name="id"/g)).toHaveLength(1);
  });

  it('offers no "everywhere else" to a customer with one session', async () => {
    const one = { id: ada.id, openedAt: null, browser: null, isThis: true };
    services.profile.does(seen =>
      seen.path === '/sessions/list' ? answer.json({ sessions: [one] }) : fakes.profile(seen),
    );
    expect(sectionsOf(await get('/account', signedIn))['sessions']?.text).not.toContain('everywhere else');
  });

  it('ends one session by its id, or all others, and a form that names none ends none', async () => {
    const id = '92222222-2222-4222-8222-222222222222';
    for (const form of [{ id }, { which: 'others' }, {}, { id: 'x' }]) {
      const ended = await post('/account/sessions', form, signedIn);
      expect([ended.status, ended.headers.location]).toEqual([303, '/account']);
    }
    expect(asked('/sessions/end-others')).toEqual([{ token: adasToken, id }, { token: adasToken }]);
  });

  it('says so when profile is unavailable, for each of its forms', async () => {
    await services.profile.close();
    for (const page of [
      await get('/account', signedIn),
      await post('/account/sessions', { which: 'others' }, signedIn),
      await post('/account/password', { password: 'correct horse', newPassword: 'another long one' }, signedIn),
    ])
      expect([page.status, /unavailable|right now/.test(page.body)]).toEqual([503, true]);
  });

  it('sends a visitor whose session has ended to sign in', async () => {
    const ended = { cookie: `wt_session=${'b'.repeat(43)}` };
    services.profile.does(() => no(404, 'session-not-found'));
    for (const headers of [ended, {}]) {
      const form = { password: 'correct horse', newPassword: 'another long one' };
      for (const page of [
        await get('/account', headers),
        await post('/account/sessions', { which: 'others' }, headers),
        await post('/account/password', form, headers),
      ])
        expect([page.status, page.headers.location]).toEqual([303, '/sign-in']);
    }
  });
});

describe('changing the password', () => {
  const change = (password: string, newPassword: string) =>
    post('/account/password', { password, newPassword }, signedIn);

  it('leads back to the account, which says that it is done', async () => {
    const changed = await change('correct horse', 'another long one');
    expect([changed.status, changed.headers.location]).toEqual([303, '/account?password=changed']);
    expect(asked('/customers/password')).toEqual([
      { token: adasToken, password: 'correct horse', newPassword: 'another long one' },
    ]);
    expect((await get('/account?password=changed', signedIn)).body).toContain('Your password is changed');
    expect((await get('/account', signedIn)).body).not.toContain('Your password is changed');
  });

  it.each([
    ['a wrong one', 'wrong horse battery', 'another long one', 'not your present password'],
    ['a new one that is short', 'correct horse', 'short', 'at least 10 characters'],
  ])('with %s names the rule at its field, and sends no password back', async (_, present, next, rule) => {
    const page = await change(present, next);
    expect([page.status, page.body.includes(`<span class="rule">${rule}</span>`)]).toEqual([400, true]);
    for (const typed of [present, next]) expect(page.body).not.toContain(`value="${typed}"`);
  });

  it('names the rule of profile for a new one that is guessed first', async () => {
    const errors = [{ field: 'newPassword', rule: 'not one of those' }];
    services.profile.does(seen =>
      seen.path === '/customers/password' ? no(400, 'invalid-request', { errors }) : fakes.profile(seen),
    );
    const page = await change('correct horse', 'password123');
    expect([page.status, page.body.includes('<span class="rule">not one of those</span>')]).toEqual([400, true]);
  });
});

describe('signing in', () => {
  const basket = 'wt_basket=44444444-4444-4444-8444-444444444444';
  const signIn = (cookie: string, more: Record<string, string> = {}) =>
    post('/sign-in', { email: ada.email, password: 'correct horse', ...more }, { cookie, 'user-agent': FIREFOX });
  const basketIn = (page: Parameters<typeof cookieOf>[0]) => /wt_basket=([^;]*)/.exec(cookieOf(page))?.[1];
  const moves = () => services.checkout.requests.filter(({ path }) => path.endsWith('/move'));

  it('ends the session that this browser had before, and says which browser it is', async () => {
    const before = 'b'.repeat(43);
    await signIn(`wt_session=${before}`);
    expect(asked('/sessions')).toEqual([
      { email: ada.email, password: 'correct horse', browser: 'Firefox on Linux', replaces: before },
    ]);
  });

  it('gives the basket a new id, one for a form that is sent twice, and moves what lies in it', async () => {
    await post('/basket/lines', { productId: 'wt-1001', quantity: '2' }, { cookie: basket });
    const idempotencyKey = hidden(await get('/sign-in'), 'idempotencyKey');
    const first = await signIn(basket, { idempotencyKey });
    const again = await signIn(basket, { idempotencyKey });
    const id = basketIn(first);
    expect([basketIn(again), basket.includes(String(id))]).toEqual([id, false]);
    expect(moves().map(({ path, body }) => [path, body])).toEqual(
      [1, 2].map(() => [`/baskets/${basket.slice('wt_basket='.length)}/move`, JSON.stringify({ to: id })]),
    );
    expect(basketIn(await signIn(basket))).not.toBe(id);
  });

  it('begins without a basket while that one is being paid, and keeps it while checkout is unavailable', async () => {
    services.checkout.does(() => no(409, 'basket-already-ordered', { orderId: ada.id }));
    expect((await signIn(basket)).headers['set-cookie']).toContain(
      'wt_basket=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax',
    );
    await services.checkout.close();
    const page = await signIn(basket);
    expect([page.status, basketIn(page)]).toEqual([303, undefined]);
    await services.checkout.open();
  });

  it('moves nothing for a wrong password', async () => {
    expect((await post('/sign-in', { email: ada.email, password: 'wrong horse' }, { cookie: basket })).status).toBe(
      401,
    );
    expect(moves()).toEqual([]);
  });
});

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0';
