import { answer, opsOnly, until } from '@watertight/testing';
import { adasToken } from '../fake-services.fixture.ts';
import { cookieOf, type Seen, sectionsOf, signedIn, storefront } from '../storefront.fixture.ts';

const { services, running, get, post } = storefront({ TRACE_URL: 'http://traces.test/{traceId}', OPEN_MS: '30000' });

beforeAll(() => until(async () => sectionsOf(await get('/'))['recommendations']?.state === 'ok', { withinMs: 5_000 }));

/** What each section's X-ray says, by the section's id. */
function told(page: Seen): Record<string, string> {
  const all = Object.entries(sectionsOf(page)).map(([id, { markup }]) => [
    id,
    /<aside class="xray [^>]*>.*<\/summary>(.*)<\/details><\/aside>/s
      .exec(markup)?.[1]
      ?.replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim() ?? '',
  ]);
  return Object.fromEntries(all) as Record<string, string>;
}

/** The same, without what a busy machine makes of it. */
const plain = (words: string | undefined) => words?.replaceAll(/\d+ ms/g, '… ms') ?? '';

it('is off until somebody wants it', async () => {
  const page = await get('/products/thing-1', signedIn);
  expect(page.body).not.toContain('class="xray ');
  expect(page.body).toContain('aria-pressed="false"');
});

it('tells of every section who was asked, how often, how long it took, and the state of the breaker', async () => {
  const { product, account, ...others } = told(await get('/products/thing-2?xray', signedIn));
  expect(plain(product)).toMatch(/^search as search : 1 attempt, … ms \(limit … ms\), ok; breaker closed · trace$/);
  expect(plain(account)).toMatch(/^profile as account : 1 attempt, … ms \(limit … ms\), ok; breaker closed · trace$/);
  expect(Object.keys(others).toSorted()).toEqual(['basket', 'comments', 'recommendations', 'stock']);
  expect(plain(others['recommendations'])).toContain('recommendations as recommendations : 1 attempt');
  expect(plain(others['recommendations'])).toContain('search as tiles : 1 attempt');
});

it('says that no service was called where none was', async () => {
  expect(told(await get('/products/thing-2?xray'))).toMatchObject({
    account: 'account: no service was called · trace',
  });
});

it('is one line until it is unfolded, in the header from the start on', async () => {
  services.recommendations.does(() => answer.json({}, { status: 503 }));
  const page = await get('/products/thing-2?xray', signedIn);
  const folded = Object.fromEntries(
    Object.entries(sectionsOf(page)).map(([id, { markup }]) => {
      const [, open = '', summary = ''] = /<details( open)?>\s*<summary>(.*?)<\/summary>/s.exec(markup) ?? [];
      return [id, `${plain(summary)}${open}`];
    }),
  );
  expect(folded).toMatchObject({
    account: 'X-ray: ok, … ms',
    basket: 'X-ray: ok, … ms',
    product: 'X-ray: ok, … ms open',
    recommendations: 'X-ray: bestsellers instead, … ms open',
  });
});

it('tells of a hung service the limit it ran into, and from the fifth time on how long it is left in peace', async () => {
  services.comments.does(() => answer.nothing());
  try {
    const first = told(await get('/products/thing-3?xray', signedIn))['comments'];
    expect(plain(first)).toMatch(
      /^asked again by the next page · why\? comments as comments : 1 attempt, … ms \(limit … ms\), failed: no answer; breaker closed Served instead: this sentence, since 1 second$/,
    );
    for (let page = 2; page <= 5; page += 1) await get('/products/thing-3', signedIn);
    const page = await get('/products/thing-3?xray', signedIn);
    expect(sectionsOf(page)['comments']?.text).toContain('Comments unavailable right now.');
    // An open period of 30 s, ± 20 %.
    expect(plain(told(page)['comments'])).toMatch(
      /^asked again in (2[3-9]|3[0-6]) s · why\? comments as comments : not asked, breaker open; last asked 1 s ago: … ms, no answer; breaker open, (2[3-9]|3[0-6]) s left Served/,
    );
  } finally {
    services.comments.does(() => answer.json({}));
  }
});

it('tells a dead service from a hung one while the breaker refuses both', async () => {
  const reset = () => fetch(`${running.app.url}/ops/reset`, { method: 'POST', headers: opsOnly });
  /** What it says once visitors have opened the breaker, and how long the last attempt took. */
  const afterVisitors = async () => {
    await reset();
    for (let page = 1; page <= 6; page += 1) await get('/products/thing-3');
    const { comments } = told(await get('/products/thing-3?xray'));
    const [, tookMs, result] =
      /not asked, breaker open; last asked 1 s ago: (\d+) ms, ([a-z ]+);/.exec(`${comments}`) ?? [];
    return { tookMs: Number(tookMs), result };
  };
  services.comments.does(() => answer.nothing());
  const hung = await afterVisitors();
  await services.comments.close();
  const dead = await afterVisitors();
  expect([hung.result, dead.result]).toEqual(['no answer', 'connection refused']);
  expect(hung.tookMs).toBeGreaterThan(230);
  expect(dead.tookMs).toBeLessThan(100);
  await reset();
});

it('links to the trace of the very page, and holds nothing of the visitor', async () => {
  const page = await get('/products/thing-4?xray', signedIn);
  const traceId = /traceparent;desc="00-([0-9a-f]{32})/.exec(String(page.headers['server-timing']))?.[1];
  const asides = [...page.body.matchAll(/<aside class="xray .*?<\/aside>/gs)].join('');
  expect(asides).toContain(`href="http://traces.test/${traceId}"`);
  for (const secret of [adasToken, '11111111-1111-4111-8111-111111111111']) expect(asides).not.toContain(secret);
});

it('is switched by a form that a cookie remembers, and back to the page', async () => {
  const on = await post('/xray', { to: 'on', from: '/products/thing-5?near=oban&xray=off' });
  expect([on.status, on.headers.location, cookieOf(on)]).toEqual([303, '/products/thing-5?near=oban', 'wt_xray=on']);
  const cookie = cookieOf(on);
  expect((await get('/products/thing-5', { cookie })).body).toContain('class="xray ');
  expect((await get('/products/thing-5?xray=off', { cookie })).body).not.toContain('class="xray ');
  const off = await post('/xray', { to: 'off', from: '/' }, { cookie });
  expect([off.status, cookieOf(off)]).toEqual([303, 'wt_xray=']);
});

it.each([
  ['//evil.test/', '/'],
  ['https://evil.test/', '/'],
  ['/\\evil.test', '/'],
  ['', '/'],
  ['/.//evil.test', '/.//evil.test'], // of this shop: one slash, then a dot
  ['/%2e//evil.test?xray', '/%2e//evil.test'],
  ['/search?q=%3Cscript%3E&xray', '/search?q=%3Cscript%3E'],
])('goes nowhere else: from %j to %s', async (from, to) => {
  expect((await post('/xray', { to: 'on', from })).headers.location).toBe(to);
});

it('takes no other word of a cookie for a wish', async () => {
  for (const cookie of ['wt_xray=', 'wt_xray=1', 'wt_xray=<script>', `wt_xray=${'on'.repeat(5_000)}`])
    expect((await get('/products/thing-6', { cookie })).body).not.toContain('class="xray ');
});
