import { answer, fakeServer, leakCheck, opsOnly, startApp, until } from '@watertight/testing';
import { readReport } from './report.fixture.ts';

/** What a storefront answers at once (`MAX_IN_FLIGHT`). */
const SHOP_HOLDS = 512;

describe('the visitors of a shop that hangs', () => {
  const shop = fakeServer(() => answer.nothing());

  it('are enough to fill it: more wait than it can hold, and none is counted as failed for want of room', async () => {
    const { url } = await startApp('visitors', {
      STOREFRONT_URL: shop.url,
      CHECKOUT_URL: shop.url,
      BANK_URL: shop.url,
      VISITORS_PER_SECOND: '0',
    });
    const pages = () => shop.requests.filter(({ path }) => path.startsWith('/search?')).length;
    await fetch(`${url}/ops/visitors`, {
      method: 'PUT',
      headers: { ...opsOnly, 'content-type': 'application/json' },
      body: JSON.stringify({ perSecond: 100 }),
    });
    await until(() => pages() > SHOP_HOLDS, { withinMs: 10_000 });
    expect((await readReport(url)).shops[0]?.lately.failed).toBe(0);
  }, 40_000);
});

leakCheck();
