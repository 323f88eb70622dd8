import { answer, leakCheck, opsOnly, until } from '@watertight/testing';
import { no } from '../fake-services.fixture.ts';
import { sectionsOf, signedIn, storefront } from '../storefront.fixture.ts';

const PRODUCT = '/products/thing-1';
const ARTICLE = '/journal/when-to-reef';
/** Longer than a page with its patterns may take. */
const HANGS_MS = 3_000;

/** The heading and the sentence of a page that failed as a whole. */
const errorOn = (body: string) => /<h1>(.*?)<\/h1><p class="lead">(.*?)<\/p>/.exec(body)?.slice(1);
const failed = ['Error: page unavailable', 'A part of this page is unavailable, and its fallback is off.'];

describe('a page with fallbacks switched off', () => {
  const { services, running, get } = storefront();
  beforeAll(() =>
    until(async () => sectionsOf(await get('/'))['recommendations']?.state === 'ok', { withinMs: 5_000 }),
  );

  const change = (policy: string, on: boolean) =>
    fetch(`${running.app.url}/ops/patterns${policy}`, {
      method: 'PATCH',
      headers: { ...opsOnly, 'content-type': 'application/json' },
      body: JSON.stringify({ fallback: on }),
    });
  afterEach(() => change('', true));

  it('fails as a whole for one dead part, and is whole again with the switch', async () => {
    await services.comments.close();
    await change('', false);
    for (const path of [PRODUCT, ARTICLE]) {
      const page = await get(path, signedIn);
      expect([page.status, errorOn(page.body)]).toEqual([503, failed]);
      expect(page.body).not.toContain('Comments unavailable right now.');
    }
    await change('', true);
    const page = await get(PRODUCT, signedIn);
    expect([page.status, sectionsOf(page)['comments']?.state]).toEqual([200, 'unavailable']);
  });

  it('waits for a hung part before its first byte, as long as the limit allows', async () => {
    services.comments.does(() => answer.nothing());
    await change('', false);
    const page = await get(PRODUCT);
    expect([page.status, errorOn(page.body)]).toEqual([503, failed]);
    expect(page.firstByteMs).toBeGreaterThan(230);
  });

  it('fails for its header as well', async () => {
    services.profile.does(() => no(503, 'overloaded'));
    await change('', false);
    expect((await get('/journal', signedIn)).status).toBe(503);
    expect((await get('/journal')).status).toBe(200); // a visitor without a session needs no account
  });

  it('is whole while every service answers, also where a service refuses what the browser sent', async () => {
    await change('', false);
    const page = await get(PRODUCT, signedIn);
    expect([page.status, ...new Set(Object.values(sectionsOf(page)).map(({ state }) => state))]).toEqual([200, 'ok']);
    services.profile.does(() => no(404, 'session-not-found'));
    expect((await get(PRODUCT, signedIn)).status).toBe(200);
  });

  it('of one policy fails for that policy only', async () => {
    await services.comments.close();
    await services.recommendations.close();
    await change('/comments', false);
    const home = await get('/');
    expect([home.status, sectionsOf(home)['recommendations']?.state]).toEqual([200, 'substitute']);
    expect((await get(ARTICLE)).status).toBe(503);
    await change('/comments', true);
    expect((await get(ARTICLE)).status).toBe(200);
  });

  it('says what it says of a critical service that fails as well, and the process goes on', async () => {
    await services.comments.close();
    await services.search.close();
    await change('', false);
    const page = await get('/products/thing-9999');
    expect([page.status, sectionsOf(page)['product']?.state]).toEqual([503, 'unavailable']);
    await services.search.open();
    expect((await get('/journal')).status).toBe(200);
  });
});

describe('a page of the twin, which has no patterns', () => {
  const { services, running, get } = storefront({ PATTERNS: 'off' });

  it('fails as a whole for one dead part', async () => {
    await services.recommendations.close();
    const page = await get(PRODUCT);
    expect([page.status, errorOn(page.body)]).toEqual([503, failed]);
    expect((await get(ARTICLE)).status).toBe(200); // it has no recommendations
  });

  it('sends no byte while one part hangs', async () => {
    services.comments.does(() => answer.nothing());
    const hung = fetch(running.app.url + ARTICLE, { signal: AbortSignal.timeout(HANGS_MS) });
    await expect(hung).rejects.toMatchObject({ name: 'TimeoutError' });
    expect((await get('/journal')).status).toBe(200);
  });
});

leakCheck();
