import { brotliDecompressSync, constants, gunzipSync } from 'node:zlib';
import { answer, leakCheck, until } from '@watertight/testing';
import { stockOf } from '../fake-services.fixture.ts';
import { ask, sectionsOf, signedIn, storefront } from '../storefront.fixture.ts';
import { drawings } from './drawings.ts';
import { allCategories } from './goods.ts';

const { services, running, get } = storefront();
beforeAll(() => until(async () => sectionsOf(await get('/'))['recommendations']?.state === 'ok', { withinMs: 5_000 }));

const pages = {
  '/': ['home', 'journal', 'account', 'basket', 'recommendations'],
  '/search?q=rope': ['results', 'account', 'basket'],
  '/products/thing-1': ['product', 'account', 'basket', 'stock', 'recommendations', 'comments'],
  '/journal': ['journal', 'account', 'basket'],
  '/journal/what-a-bulkhead-is-for': ['article', 'account', 'basket', 'comments'],
  '/basket': ['contents', 'account', 'basket', 'recommendations'],
  '/checkout': ['checkout', 'account', 'basket', 'recommendations'],
  '/account': ['customer', 'sessions', 'password', 'account', 'basket'],
  '/sign-in': ['sign-in', 'account', 'basket'],
  '/register': ['register', 'account', 'basket'],
  '/stores': ['stores', 'account', 'basket'],
  '/stores/falmouth': ['store', 'account', 'basket'],
};

describe.each(Object.entries(pages))('%s', (path, ids) => {
  it('has each of its sections once, all well, in a shell without ids', async () => {
    const page = await get(path, signedIn);
    const sections = sectionsOf(page);
    expect(page.status).toBe(200);
    expect(Object.keys(sections).toSorted()).toEqual(ids.toSorted());
    expect([...new Set(Object.values(sections).map(({ state }) => state))]).toEqual(['ok']);
    const [, shell = ''] = /<template shadowrootmode="open">(.*?)<\/template>/s.exec(page.body) ?? [];
    for (const id of ids) expect(shell.split(`<slot name="${id}">`)).toHaveLength(2);
    expect(shell).not.toMatch(/ id=/);
    expect(page.body).toContain(`<a class="skip" slot="skip" href="#${ids[0]}">`);
  });

  it('has no script, no style of its own, and nothing from elsewhere', async () => {
    const { body, headers } = await get(path, signedIn);
    expect(body).not.toMatch(/<script|<style| style=| on[a-z]+=|javascript:/i);
    expect(body).not.toMatch(/(href|src|action)="(https?:)?\/\//);
    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'server-timing': expect.stringMatching(/^traceparent;desc="00-[0-9a-f]{32}-[0-9a-f]{16}-01"$/),
    });
  });
});

describe('a store page', () => {
  it('names what is on its way to it, also what does not lie there', async () => {
    expect(sectionsOf(await get('/stores/falmouth'))['store']?.text).toMatch(
      /On its way here ?24 × Thing 8 ?On the shelves/,
    );
    expect(sectionsOf(await get('/stores'))['stores']?.text).toMatch(/Falmouth ?24 coming/);
  });
});

describe('a product page', () => {
  it('says in which harbours it lies, and asks for the nearest to the one somebody comes from', async () => {
    const plain = sectionsOf(await get('/products/thing-8'))['stock']?.text;
    expect(plain).toMatch(/Those with most pieces first, 2 of 37: ?Falmouth 9 pieces ?Cork 1 piece/);
    services.checkout.does(({ path }) => {
      const near = new URL(path, 'http://checkout').searchParams.get('near');
      const harbours = [{ storeId: 'cork', name: 'Cork', available: 1, km: near === 'cork' ? 0 : 12 }];
      return answer.json({ ...stockOf('wt-1009'), inStores: 1, harbours });
    });
    const stockFrom = async (near: string) => sectionsOf(await get(`/products/thing-9?near=${near}`))['stock']?.text;
    expect(await stockFrom('cork')).toMatch(/The nearest first: ?Cork 1 piece, here/);
    expect(await stockFrom('falmouth')).toMatch(/Cork 1 piece, 12 km/);
    for (const hostile of ['%3Cscript%3E', 'a%00b', 'cork&near=dover', '..%2F..', 'x'.repeat(500)]) {
      expect(await stockFrom(hostile)).toContain('Cork 1 piece, 12 km');
    }
  });

  it('sends its product before any optional section has answered, and each such section as it comes', async () => {
    services.recommendations.does(() => answer.nothing());
    services.comments.does(({ path }) =>
      answer.after(100, answer.json({ subject: subjectIn(path), total: 0, comments: [] })),
    );
    const { pieces } = await get('/products/thing-2');
    expect(pieces.length).toBeGreaterThan(2);
    const text = pieces.map(String);
    expect(text[0]).toContain('<section id="product"');
    expect(text.findIndex(piece => piece.includes('id="comments"'))).toBeGreaterThan(0);
    expect(text.findIndex(piece => piece.includes('id="recommendations"'))).toBeGreaterThan(
      text.findIndex(piece => piece.includes('id="comments"')),
    );
  });

  it.each([
    ['br', (bytes: Buffer) => brotliDecompressSync(bytes, { finishFlush: constants.BROTLI_OPERATION_FLUSH })],
    ['gzip', (bytes: Buffer) => gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH })],
  ])(
    'is flushed by %s after its critical section: at most 14 kB, readable before any optional section',
    async (encoding, unpack) => {
      for (const service of [services.recommendations, services.comments]) service.does(() => answer.nothing());
      const { pieces, headers, firstByteMs } = await get('/products/thing-3', { 'accept-encoding': encoding });
      const first = pieces[0] ?? Buffer.alloc(0);
      expect(headers['content-encoding']).toBe(encoding);
      expect(firstByteMs).toBeLessThan(250);
      expect(first.length).toBeLessThanOrEqual(14_000);
      expect(unpack(first).toString()).toContain('<section id="product"');
    },
  );

  it('asks for nothing twice', async () => {
    await get('/products/thing-4', signedIn);
    const asked = Object.fromEntries(
      Object.entries(services).map(([name, { requests }]) => [name, requests.map(({ path }) => path).toSorted()]),
    );
    expect(asked).toEqual({
      search: ['/cards?ids=wt-1500%2Cwt-1501', '/products/thing-4'],
      checkout: ['/baskets/11111111-1111-4111-8111-111111111111/count', '/stock/wt-1004'],
      profile: ['/sessions/read'],
      recommendations: ['/bought-together/wt-1004'],
      comments: ['/comments?subject=product%3Awt-1004'],
    });
  });

  it('tells every service who asks, and which call is optional, whatever the browser claims', async () => {
    const claims = {
      'request-caller': 'bank',
      'request-deadline-ms': '1',
      'request-kind': 'x',
      traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`,
    };
    const page = await get('/products/thing-5', claims);
    expect(page.status).toBe(200);
    const [asked] = services.comments.requests;
    expect(asked?.headers).toMatchObject({ 'request-caller': 'storefront', 'request-kind': 'optional' });
    expect(Number(asked?.headers['request-deadline-ms'])).toBeGreaterThan(100);
    expect(asked?.headers['traceparent']).not.toContain('1111');
  });

  it('shows what services and people say as text', async () => {
    const { body } = await get('/products/thing-6');
    expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(body).toContain('&lt;b&gt;6.8&lt;/b&gt; kg');
    expect(body).not.toMatch(/<b>|<i>|<script/);
  });

  it('that does not exist is a page that says so', async () => {
    for (const slug of ['no-such-thing', 'UPPER-1', '..%2f..%2fetc', '%00-1', `a${'-a'.repeat(90)}-1`]) {
      const page = await get(`/products/${slug}`);
      expect([page.status, sectionsOf(page)['product']?.text]).toEqual([404, expect.stringContaining('no such thing')]);
    }
  });
});

describe('results', () => {
  it('say when only the spelling came near, when there is nothing, and where the rest is', async () => {
    const similar = sectionsOf(await get('/search?q=winsh'))['results'];
    expect(similar?.text).toContain('Nothing here is called “winsh”. Did you mean one of these?');
    expect(sectionsOf(await get('/search?q=nothing'))['results']?.text).toContain('Nothing found.');
    const second = sectionsOf(await get('/search?q=rope&category=rope&page=2'))['results'];
    expect(second?.markup).toContain('<a rel="next" href="/search?q=rope&amp;category=rope&amp;page=3">');
    expect(second?.markup).toContain('<a rel="prev" href="/search?q=rope&amp;category=rope">');
    expect(second?.markup).toContain('aria-current="true">Rope<');
  });

  it.each([
    '',
    '?q=',
    `?q=${'x'.repeat(10_000)}`,
    `?q=${encodeURIComponent('я'.repeat(5_000))}`,
    `?q=${encodeURIComponent(`"'<script>%_\\; DROP TABLE products --`)}`,
    `?q=${encodeURIComponent('⛵'.repeat(300))}`,
    '?q=%00&q=twice',
    '?q=%ff%fe',
    '?q[]=1&q[x]=2',
    '?category=nope&page=-1',
    '?category=rope&category=lights&page=99999999999',
    '?page=1e9',
    '?__proto__[x]=1&constructor=2',
  ])('answer any query: %j', async query => {
    const page = await get(`/search${query}`);
    expect([page.status, sectionsOf(page)['results']?.state]).toEqual([200, 'ok']);
    expect(page.body).not.toMatch(/<script/);
    const [asked] = services.search.requests.filter(({ path }) => path.startsWith('/products'));
    expect(asked?.path.length).toBeLessThan(2_500);
  });
});

it('hostile and oversized cookies do not exist', async () => {
  for (const cookie of [
    'wt_basket=../../etc; wt_session=<script>',
    `wt_basket=${'1'.repeat(9_000)}; wt_session=${'a'.repeat(9_000)}`,
    '=; ;;; wt_basket; wt_session=; __proto__=1',
    `wt_session=${'a'.repeat(42)}%00`,
    `other=${'x'.repeat(30_000)}`,
  ]) {
    const page = await get('/', { cookie });
    const { account, basket } = sectionsOf(page);
    expect([page.status, account?.text, basket?.text]).toEqual([200, 'Sign in', 'Basket']);
  }
  expect([...services.profile.requests, ...services.checkout.requests]).toEqual([]);
});

it('a session that profile does not know is signed out', async () => {
  const { account } = sectionsOf(await get('/journal', { cookie: `wt_session=${'b'.repeat(43)}` }));
  expect(account).toMatchObject({ state: 'ok', text: 'Sign in' });
});

it('every page has a description of its own for search engines, and the private ones say what the shop is', async () => {
  const paths = [...Object.keys(pages), '/nope', '/products/none'];
  const descriptions = await Promise.all(
    paths.map(async path => /<meta name="description" content="([^"]*)">/.exec((await get(path, signedIn)).body)?.[1]),
  );
  const byPath = Object.fromEntries(paths.map((path, i) => [path, descriptions[i]]));
  for (const path of paths) expect([path, byPath[path]?.length]).toEqual([path, expect.any(Number)]);
  expect(byPath['/products/thing-1']).toBe('Bronze &amp; &lt;i&gt;brass&lt;/i&gt;.');
  expect(byPath['/search?q=rope']).toContain('“rope”');
  expect(byPath['/stores/falmouth']).toContain('Falmouth, United Kingdom');
  const own = ['/', '/search?q=rope', '/products/thing-1', '/journal', '/journal/what-a-bulkhead-is-for', '/stores'];
  expect(new Set(own.map(path => byPath[path])).size).toBe(own.length);
});

it('tells search engines in robots.txt that every page may be read, and nothing else', async () => {
  const { status, headers, body } = await get('/robots.txt');
  expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
  const closed = body.split('\n').flatMap(line => /^Disallow: (.+)$/.exec(line)?.[1] ?? []);
  expect(closed).toContain('/ops/');
  for (const path of Object.keys(pages)) expect(closed.filter(each => path.startsWith(each))).toEqual([]);
});

describe('the sheet', () => {
  it('is at most 10 kB, kept for ever under its name, and today’s under any other', async () => {
    const [path = ''] = /\/look-[\w-]+\.css/.exec((await get('/')).body) ?? [];
    const sheet = await get(path);
    expect([sheet.status, sheet.headers['content-type'], sheet.headers['cache-control']]).toEqual([
      200,
      'text/css; charset=utf-8',
      'public, max-age=31536000, immutable',
    ]);
    expect(Buffer.byteLength(sheet.body)).toBeLessThanOrEqual(10_000);
    const old = await get('/look-0ldone.css');
    expect([old.body === sheet.body, old.headers['cache-control']]).toEqual([true, 'no-cache']);
  });

  it('loses nothing but white space and comments on its way', async () => {
    const [path = ''] = /\/look-[\w-]+\.css/.exec((await get('/')).body) ?? [];
    const { body } = await get(path);
    expect(body.split('{').length).toBe(body.split('}').length);
    expect(body).toContain('@media (min-width:60rem){');
    expect(body).toMatch(/clamp\(1rem,\.95rem \+ \.25vw,1\.125rem\)/);
  });
});

describe('an error', () => {
  it.each([
    ['GET', '/nope', 404, 'There is nothing at this address'],
    ['GET', '/products', 404, 'There is nothing at this address'],
    ['PUT', '/basket', 403, 'This came from somewhere else'],
    ['GET', '/journal/no-such-article', 404, 'There is no such article'],
    ['GET', '/stores/atlantis', 404, 'We have no store of that name'],
    ['GET', '/orders/not-an-id', 404, 'There is no such order of yours'],
    ['GET', '/orders/33333333-3333-4333-8333-333333333333', 404, 'There is no such order of yours'],
    ['GET', '/%ff', 400, 'That could not be read'],
  ])('%s %s is a page of ours with status %i', async (method, path, status, title) => {
    const page = await ask(running.app.url + path, method, {});
    expect([page.status, page.headers['content-type']]).toEqual([status, 'text/html; charset=utf-8']);
    expect(page.body).toContain(`<h1>${title}</h1>`);
    expect(page.body).not.toMatch(/ at .*\.(js|ts):|node_modules|Error:/);
  });

  it('carries the reference that is in the log and in Server-Timing', async () => {
    const { body, headers } = await get('/nope');
    const [, reference] = /quote <code>([0-9a-f]{32})<\/code>/.exec(body) ?? [];
    expect(headers['server-timing']).toContain(reference);
  });

  it('is problem+json for programs', async () => {
    const { headers } = await get('/ops/resilience');
    expect(headers['content-type']).toContain('application/problem+json');
  });
});

it('has a drawing for every kind, and a category for every shelf', async () => {
  expect(Object.values(drawings)).toHaveLength(24);
  const { home } = sectionsOf(await get('/'));
  expect(home?.markup.match(/<svg class="picture"/g)).toHaveLength(allCategories.length + 1);
});

const subjectIn = (path: string) => new URL(path, 'http://comments').searchParams.get('subject');

leakCheck();
