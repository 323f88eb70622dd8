import { answer, type Answer, fakeServer, type SeenRequest, startApp, until } from '@watertight/testing';
import { readReport } from './report.fixture.ts';

const page =
  (state: string): Answer =>
  response =>
    void response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(`<section data-state="${state}"><a href="/products/thing-1">1</a></section></body></html>\n`);
const starting = () => answer.json({}, { status: 503 });
const withoutComments = ({ path }: SeenRequest) => page(path.startsWith('/products/') ? 'unavailable' : 'ok');

describe('the visitors of a shop that is starting', () => {
  const storefront = fakeServer(starting);
  const services = fakeServer(starting);

  it('come when its pages are whole for the first time', async () => {
    const visitors = await startApp('visitors', {
      STOREFRONT_URL: storefront.url,
      CHECKOUT_URL: services.url,
      BANK_URL: services.url,
      VISITORS_PER_SECOND: '60',
    });
    const report = () => readReport(visitors.url);
    const looks = (path: string) => storefront.requests.filter(seen => seen.path.startsWith(path)).length;
    await until(() => looks('/search') >= 3, { withinMs: 10_000 });
    storefront.does(withoutComments);
    await until(() => looks('/products/') >= 3, { withinMs: 10_000 });
    const { perSecond, shops } = await report();
    expect([perSecond, shops[0]?.lately]).toEqual([60, { whole: 0, degraded: 0, failed: 0, p99Ms: null }]);
    storefront.does(() => page('ok'));
    await until(async () => Number((await report()).shops[0]?.lately.whole) > 30, { withinMs: 10_000 });
  }, 60_000);
});
