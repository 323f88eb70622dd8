import { answer, leakCheck } from '@watertight/testing';
import { ada, adasToken, checkout, no } from '../fake-services.fixture.ts';
import { ask, cookieOf, hidden, sectionsOf, signedIn, storefront } from '../storefront.fixture.ts';

const { services, running, get, post } = storefront();

const usualCheckout = checkout();
const lines = '/basket/lines';
const one = { productId: 'wt-1001', quantity: '1' };

describe('every POST', () => {
  const paths = [
    '/basket/lines',
    '/basket/lines/wt-1001',
    '/checkout',
    '/comments',
    '/sign-in',
    '/register',
    '/sign-out',
  ];
  const foreign: [from: string, headers: Record<string, string>][] = [
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a sister site', { 'sec-fetch-site': 'same-site' }],
    ['nowhere', { 'sec-fetch-site': 'none' }],
    ['another origin', { origin: 'http://evil.example' }],
    ['the same host on another port', { origin: 'http://127.0.0.1:1' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['a program that says nothing', {}],
    ['another site that claims our origin', { 'sec-fetch-site': 'cross-site', origin: 'ours' }],
  ];

  /** The bestsellers, once a minute. */
  const asksByItself = /^\/(bestsellers$|cards\?)/;

  it.each(foreign)('from %s is refused with a page of ours, and does nothing', async (_, headers) => {
    for (const path of paths) {
      const origin = headers['origin'] === 'ours' ? { origin: running.app.url } : {};
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const page = await ask(
        running.app.url + path,
        'POST',
        { ...type, ...headers, ...origin, ...signedIn },
        'productId=wt-1001&quantity=1',
      );
      expect([page.status, page.headers['set-cookie']]).toEqual([403, undefined]);
      expect(page.body).toContain('<h1>This came from somewhere else</h1>');
    }
    const asked = Object.values(services).flatMap(({ requests }) => requests);
    expect(asked.filter(({ path }) => !asksByItself.test(path))).toEqual([]);
  });

  it('from one of our pages is taken: by Sec-Fetch-Site, or by Origin where there is none', async () => {
    expect((await post(lines, one)).status).toBe(303);
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: running.app.url };
    expect((await ask(running.app.url + lines, 'POST', headers, 'productId=wt-1001&quantity=1')).status).toBe(303);
  });

  it.each([
    ['application/json', '{"productId":', 400],
    ['multipart/form-data; boundary=x', '--x--', 415],
    ['application/x-www-form-urlencoded', `text=${'x'.repeat(200_000)}`, 413],
  ])('with a body nobody can read (%s) is answered by a page of ours', async (type, body, status) => {
    const page = await ask(
      running.app.url + lines,
      'POST',
      { 'content-type': type, 'sec-fetch-site': 'same-origin' },
      body,
    );
    expect([page.status, page.headers['content-type']]).toEqual([status, 'text/html; charset=utf-8']);
  });
});

describe('the basket', () => {
  it('begins with its first thing: a cookie no script can read, then the same basket', async () => {
    const first = await post(lines, one);
    expect([first.status, first.headers.location]).toEqual([303, '/basket']);
    expect(first.headers['set-cookie']).toEqual([
      expect.stringMatching(/^wt_basket=[0-9a-f-]{36}; Path=\/; Max-Age=7776000; HttpOnly; SameSite=Lax$/),
    ]);
    const cookie = cookieOf(first);
    const second = await post(lines, { productId: 'wt-1002', quantity: '3' }, { cookie });
    expect(second.headers['set-cookie']).toEqual(first.headers['set-cookie']); // its 90 days begin anew
    const { contents, basket } = sectionsOf(await get('/basket', { cookie }));
    expect(contents?.text).toContain('4 pieces, $50.00');
    expect(basket?.text).toBe('Basket 4 , 4 pieces');
  });

  it('takes the form of one page for one addition, however often it is sent, also after an answer that was lost', async () => {
    const form = { ...one, idempotencyKey: hidden(await get('/products/thing-1'), 'idempotencyKey') };
    expect(form.idempotencyKey).toMatch(/^[0-9a-f-]{36}$/);
    services.checkout.does(() => answer.reset());
    const lost = await post(lines, form, signedIn);
    expect([lost.status, hidden(lost, 'idempotencyKey')]).toEqual([503, form.idempotencyKey]);
    services.checkout.does(usualCheckout);
    for (let press = 1; press <= 2; press++) expect((await post(lines, form, signedIn)).status).toBe(303);
    const keys = services.checkout.requests
      .filter(({ method }) => method === 'POST')
      .map(({ headers }) => headers['idempotency-key']);
    expect(keys.length).toBeGreaterThanOrEqual(3);
    expect(new Set(keys).size).toBe(1);
  });

  it('takes another number in the same form, and the form of another page, for another addition', async () => {
    const [first, second] = await Promise.all([get('/products/thing-1'), get('/products/thing-1')]);
    const idempotencyKey = hidden(first, 'idempotencyKey');
    await post(lines, { ...one, idempotencyKey }, signedIn);
    await post(lines, { ...one, quantity: '2', idempotencyKey }, signedIn);
    await post(lines, { ...one, idempotencyKey: hidden(second, 'idempotencyKey') }, signedIn);
    await post(lines, one, signedIn);
    await post(lines, one, signedIn);
    const keys = services.checkout.requests
      .filter(({ method }) => method === 'POST')
      .map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(5);
  });

  it('is changed line by line, and emptied by taking out', async () => {
    const cookie = cookieOf(await post(lines, one));
    expect((await post(`${lines}/wt-1001`, { quantity: '5' }, { cookie })).status).toBe(303);
    expect(sectionsOf(await get('/basket', { cookie }))['contents']?.text).toContain('5 pieces, $62.50');
    await post(`${lines}/wt-1001`, { quantity: '0' }, { cookie });
    expect(sectionsOf(await get('/basket', { cookie }))['contents']?.text).toContain('Your basket is empty');
  });

  it.each(['', '0', '-1', '100', '1.5', '1e1', 'one', '٣', '9'.repeat(5_000), '<script>'])(
    'does not take %j pieces, and keeps what was typed',
    async quantity => {
      const page = await post(lines, { ...one, quantity });
      expect(page.status).toBe(400);
      expect(page.body).toContain('From 1 to 99 of one thing, please.');
      expect(page.body).not.toContain('<script');
      expect(services.checkout.requests).toEqual([]);
    },
  );

  it.each(['', 'wt-1', 'x', '../../orders', `wt-${'1'.repeat(100)}`, '<script>'])(
    'does not take %j for a thing',
    async productId => {
      expect((await post(lines, { productId, quantity: '1' })).status).toBe(400);
      expect((await post(`${lines}/${encodeURIComponent(productId || '-')}`, { quantity: '1' }, signedIn)).status).toBe(
        400,
      );
      expect(services.checkout.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    },
  );

  it('that is full, or cannot be reached, or may have been changed, says which', async () => {
    services.checkout.does(() => no(409, 'basket-full', { detail: 'The basket is full: at most 99 of one thing.' }));
    expect((await post(lines, one)).body).toContain('The basket is full: at most 99 of one thing.');
    services.checkout.does(() => answer.reset());
    const lost = await post(lines, one);
    expect([lost.status, lost.headers['set-cookie']]).toEqual([503, undefined]);
    expect(lost.body).toContain('Try again in a minute: sent twice, this form counts once.');
    await services.checkout.close();
    expect((await post(lines, one)).body).toContain('Basket unavailable right now. Nothing in it was changed.');
  });
});

const registered = '/sign-in?registered=yes&from=%2Faccount';

describe('signing in', () => {
  it('opens a session and goes back to where one came from', async () => {
    const page = await post('/sign-in', { email: ada.email, password: 'correct horse', from: '/products/thing-1?x=1' });
    expect([page.status, page.headers.location]).toEqual([303, '/products/thing-1?x=1']);
    expect(page.headers['set-cookie']).toEqual([
      `wt_session=${adasToken}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax`,
    ]);
    expect(sectionsOf(await get('/account', signedIn))['customer']?.text).toContain('ada@example.com');
  });

  it.each([
    '',
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/a\r\nset-cookie: x=1',
    ' /x',
    '/ü',
    `/${'a'.repeat(3_000)}`,
  ])('never leads elsewhere: %j', async from => {
    const page = await post('/sign-in', { email: ada.email, password: 'correct horse', from });
    expect(page.headers.location).toBe('/account');
    expect((await get(`/sign-in?from=${encodeURIComponent(from)}`)).body).toContain('name="from" value="/account"');
  });

  it('keeps the e-mail and never the password when the two do not belong together', async () => {
    const page = await post('/sign-in', { email: 'a"><script>@x', password: 'wrong horse battery' });
    expect(page.status).toBe(401);
    expect(page.body).toContain('E-mail and password do not belong together.');
    expect(page.body).toContain('value="a&quot;&gt;&lt;script&gt;@x"');
    expect(page.body).not.toContain('wrong horse battery');
  });

  it('and registering say so when profile is away, and keep what was typed', async () => {
    await services.profile.close();
    const page = await post('/sign-in', { email: ada.email, password: 'correct horse' });
    expect([page.status, page.body.includes('value="ada@example.com"')]).toEqual([503, true]);
    expect(page.body).toContain('Signing in is unavailable right now.');
    const other = await post('/register', { name: 'Grace', email: 'g@example.com', password: 'correct horse' });
    expect([other.status, other.body.includes('value="Grace"')]).toEqual([503, true]);
  });

  it('is possible at once after registering, which names each field’s rule', async () => {
    const bad = await post('/register', { name: ' ', email: 'nobody', password: 'short' });
    expect(bad.status).toBe(400);
    for (const rule of ['not empty', 'an e-mail address', 'at least 10 characters']) expect(bad.body).toContain(rule);
    expect(bad.body).not.toContain('value="short"');
    const good = await post('/register', { name: 'Grace', email: 'g@example.com', password: 'correct horse' });
    expect([good.status, good.headers.location, cookieOf(good)]).toEqual([303, registered, '']);
    expect((await get(registered)).body).toContain('Now sign in with your e-mail and password.');
  });

  it('is what registering leads to, also twice, and also with an e-mail that has an account', async () => {
    const form = { name: 'Ada', email: ada.email, password: 'wrong horse battery', from: '/products/thing-1' };
    const presses = await Promise.all([post('/register', form), post('/register', form)]);
    const stranger = await post('/register', { ...form, email: 'g@example.com' });
    const seen = [...presses, stranger].map(({ status, headers, body }) => [
      status,
      headers.location,
      headers['set-cookie'],
      body,
    ]);
    expect(new Set(seen.map(each => JSON.stringify(each)))).toEqual(
      new Set([JSON.stringify([303, '/sign-in?registered=yes&from=%2Fproducts%2Fthing-1', undefined, ''])]),
    );
  });

  it('names the rule when profile refuses the password as one that is guessed first', async () => {
    const errors = [{ field: 'password', rule: 'not one of <those>' }];
    services.profile.does(() => no(400, 'invalid-request', { errors }));
    const page = await post('/register', { name: 'Grace', email: 'g@example.com', password: 'password123' });
    expect([page.status, page.body.includes('not one of &lt;those&gt;'), page.body.includes('password123')]).toEqual([
      400,
      true,
      false,
    ]);
  });

  it('ends with the cookies of the person, basket included, with profile away as well', async () => {
    const gone = ['wt_session', 'wt_basket', 'wt_orders', 'wt_asked'].map(
      name => `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`,
    );
    expect((await post('/sign-out', {}, signedIn)).headers['set-cookie']).toEqual(gone);
    expect(services.profile.requests.map(({ path }) => path)).toEqual(['/sessions/end']);
    await services.profile.close();
    const other = { cookie: `wt_session=${'c'.repeat(43)}` };
    expect((await post('/sign-out', {}, other)).headers['set-cookie']).toEqual(gone);
  });

  it('is asked of those who look for their account without it', async () => {
    expect((await get('/account')).headers.location).toBe('/sign-in');
    expect((await get('/account', { cookie: `wt_session=${'b'.repeat(43)}` })).headers.location).toBe('/sign-in');
  });
});

describe('a comment', () => {
  const said = { subject: 'product:wt-1001', text: 'It holds.', from: '/products/thing-1' };

  it('is said in the customer’s name, once per form, and leads back to the comments', async () => {
    const page = await get('/products/thing-1', signedIn);
    const idempotencyKey = hidden(page, 'idempotencyKey');
    const posted = await post('/comments', { ...said, text: 'It holds.\r\nStill.', idempotencyKey }, signedIn);
    expect([posted.status, posted.headers.location]).toEqual([303, '/products/thing-1#comments']);
    const sent = services.comments.requests.find(({ method }) => method === 'POST');
    expect(sent?.headers['idempotency-key']).toBe(idempotencyKey);
    expect(JSON.parse(sent?.body ?? '')).toEqual({
      subject: said.subject,
      customerId: ada.id,
      author: ada.name,
      text: 'It holds.\nStill.',
    });
  });

  it('has its form only for those who are signed in', async () => {
    expect((await get('/journal/when-to-reef')).body).not.toContain('action="/comments"');
    expect((await get('/journal/when-to-reef', signedIn)).body).toContain('action="/comments"');
  });

  it('on an article leads there without being told', async () => {
    const posted = await post('/comments', { subject: 'article:when-to-reef', text: 'Soon.' }, signedIn);
    expect(posted.headers.location).toBe('/journal/when-to-reef#comments');
    expect((await post('/comments', { ...said, from: '//evil.example' }, signedIn)).headers.location).toBe(
      '/#comments',
    );
  });

  it('that cannot be said keeps its words', async () => {
    const words = 'A <b>long</b> thought.';
    const shown = 'A &lt;b&gt;long&lt;/b&gt; thought.';
    const stranger = await post('/comments', { ...said, text: words });
    expect([stranger.status, stranger.body.includes(shown)]).toEqual([401, true]);
    await services.comments.close();
    const away = await post('/comments', { ...said, text: words }, signedIn);
    expect([away.status, away.body.includes(shown)]).toEqual([503, true]);
    await services.profile.close();
    expect((await post('/comments', { ...said, text: words }, signedIn)).status).toBe(503);
  });

  it.each([
    ['no words', { text: ' \r\n ' }],
    ['too many', { text: 'x'.repeat(2_001) }],
    ['a NUL', { text: 'a\0b' }],
    ['no subject', { subject: '' }],
    ['a subject that is none', { subject: 'product:../../x' }],
  ])('with %s is not sent', async (_, wrong) => {
    const page = await post('/comments', { ...said, ...wrong }, signedIn);
    expect(page.status).toBe(400);
    expect(services.comments.requests).toEqual([]);
  });
});

leakCheck();
