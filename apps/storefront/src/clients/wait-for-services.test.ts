import { answer, fakeServer, freePort, type SeenRequest, startApp, until } from '@watertight/testing';
import * as fakes from '../fake-services.fixture.ts';
import { no } from '../fake-services.fixture.ts';
import { ask, sectionsOf } from '../storefront.fixture.ts';

const services = {
  SEARCH: fakeServer(fakes.search),
  CHECKOUT: fakeServer(fakes.checkout()),
  PROFILE: fakeServer(fakes.profile),
  RECOMMENDATIONS: fakeServer(fakes.recommendations),
  COMMENTS: fakeServer(fakes.comments),
};
/** Limits are those of the shop: what is found sooner is not found by waiting for a breaker. */
const start = (env: Record<string, string> = {}) => {
  const urls = Object.entries(services).map(([name, { url }]) => [`${name}_URL`, url]);
  return startApp('storefront', { ...Object.fromEntries(urls), OPEN_MS: '30000', SERVICES_WAIT_MS: '60000', ...env });
};

/** What a newcomer gets: the status of a product's page, and what is not well on it; undefined where the port is closed. */
const firstPage = async (url: string) => {
  const page = await ask(`${url}/products/thing-1`, 'GET', {}).catch(() => undefined);
  if (page === undefined) return undefined;
  const states = Object.entries(sectionsOf(page)).map(([id, { state }]) => `${id} ${state}`);
  return [page.status, ...states.filter(words => !words.endsWith(' ok'))];
};
const whole = [200];
const isWhole = async (url: string) => (await firstPage(url))?.join() === whole.join();

const isStarting = ({ path }: SeenRequest) => no(503, path === '/health/ready' ? 'not-ready' : 'starting');

describe('a storefront that starts with its shop', () => {
  it('keeps its port closed until all services are ready, and its first page is whole', async () => {
    await services.COMMENTS.close();
    services.SEARCH.does(isStarting);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const started = start({ PORT: String(port) });
    await until(() => services.SEARCH.requests.length > 2, { withinMs: 25_000 });
    services.SEARCH.does(fakes.search);
    expect(await firstPage(url)).toBeUndefined();
    await services.COMMENTS.open();
    await started;
    expect(await firstPage(url)).toEqual(whole);
  }, 60_000);

  it('opens without a dead service after 5 s', async () => {
    await services.COMMENTS.close();
    const startMs = performance.now();
    const { url } = await start();
    expect(performance.now() - startMs).toBeGreaterThan(5_000);
    expect(await firstPage(url)).toEqual([200, 'comments unavailable']);
  }, 60_000);

  it('opens without its catalogue once it has waited for it, and takes it in as soon as it is there', async () => {
    await services.SEARCH.close();
    const app = await start({ SERVICES_WAIT_MS: '300' });
    const { url } = app;
    expect(app.logs()).toMatch(/"missing":\["search"\],"msg":"opening"/);
    for (let page = 1; page <= 6; page += 1) expect((await firstPage(url))?.[0]).toBe(503);
    await services.SEARCH.open();
    await until(() => isWhole(url), { withinMs: 2_000 });
  }, 60_000);
});

describe('a service that comes back', () => {
  it('after its restart is on the page within 2 s', async () => {
    const { url } = await start();
    expect(await firstPage(url)).toEqual(whole);
    for (const name of ['SEARCH', 'COMMENTS'] as const) {
      await services[name].close();
      for (let page = 1; page <= 6; page += 1) expect(await firstPage(url)).not.toEqual(whole);
      await services[name].open();
      await until(() => isWhole(url), { withinMs: 2_000 });
    }
  }, 60_000);

  it('and had never answered is on the page within 2 s, though it hung', async () => {
    services.COMMENTS.does(({ path }) => (path === '/health/ready' ? answer.json({}) : answer.nothing()));
    const { url } = await start();
    for (let page = 1; page <= 6; page += 1) expect(await firstPage(url)).toEqual([200, 'comments unavailable']);
    services.COMMENTS.does(fakes.comments);
    await until(() => isWhole(url), { withinMs: 2_000 });
  }, 60_000);
});
