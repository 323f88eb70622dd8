import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';
import { roomKeyOfTests, until } from '@watertight/testing';
import { aBrowser, describeInBrowser } from './chromium.fixture.ts';
import { testShop } from './kit/shop.fixture.ts';
import { hiddenFields, Visitor } from './visitor.ts';
import { roomLink } from '@watertight/contracts/control-room';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const desk = { width: 1280, height: 900 };
const everywhere = ['account', 'basket'];

/** Where the address is known only when the shop has been used, the page's name stands for it. */
const storefront: { name: string; path?: string; guest?: true; status?: number; sections: string[] }[] = [
  { name: 'home', path: '/', sections: ['home', 'recommendations', 'journal'] },
  { name: 'results', path: '/search?q=winch', sections: ['results'] },
  { name: 'no results', path: '/search?q=xyzzy-plugh', sections: ['results'] },
  {
    name: 'product',
    path: '/products/two-speed-self-tailing-winch-size-40',
    sections: ['product', 'stock', 'recommendations', 'comments'],
  },
  { name: 'journal', path: '/journal', sections: ['journal'] },
  { name: 'article', path: '/journal/what-a-bulkhead-is-for', sections: ['article', 'comments'] },
  { name: 'basket', path: '/basket', sections: ['contents', 'recommendations'] },
  { name: 'empty basket', path: '/basket', guest: true, sections: ['contents', 'recommendations'] },
  { name: 'checkout', path: '/checkout', sections: ['checkout', 'recommendations'] },
  { name: 'order', sections: ['order', 'recommendations'] },
  { name: 'account', path: '/account', sections: ['customer', 'sessions', 'password'] },
  { name: 'sign in', path: '/sign-in', guest: true, sections: ['sign-in'] },
  { name: 'register', path: '/register', guest: true, sections: ['register'] },
  { name: 'registered', path: '/sign-in?registered=yes', guest: true, sections: ['sign-in'] },
  { name: 'stores', path: '/stores', sections: ['stores'] },
  { name: 'store', path: '/stores/falmouth', sections: ['store'] },
  { name: 'no such product', path: '/products/flying-carpet', status: 404, sections: ['product'] },
  { name: 'no such page', path: '/nowhere', status: 404, sections: ['problem'] },
];

describeInBrowser('the pages', () => {
  const shop = testShop({ traces: true });
  const browser = aBrowser();
  let customer: BrowserContext;
  let guest: BrowserContext;
  let orderPath: string;

  beforeAll(async () => {
    const visitor = new Visitor(shop.url);
    await visitor.register({
      name: 'Ada',
      email: 'ada-pages@example.com',
      password: 'correct horse battery',
    });
    const fill = async (slug: string) => {
      const product = await visitor.open(`/products/${slug}`);
      await visitor.submit('/basket/lines', { ...hiddenFields(product, '/basket/lines'), quantity: '2' });
    };
    await fill('kayak-deck-compass');
    const form = hiddenFields(await visitor.open('/checkout'), '/checkout');
    const deliverTo = { name: 'Ada', street: '12 Harbour Street', city: 'Falmouth', country: 'GB' };
    const order = await visitor.submit('/checkout', { ...form, ...deliverTo, cardToken: 'tok_visa' });
    orderPath = new URL(order.url).pathname;
    await fill('two-speed-self-tailing-winch-size-40');
    await fill('enamel-mug-white-with-blue-rim');
    guest = await browser.get().newContext({ baseURL: shop.url });
    customer = await browser.get().newContext({ baseURL: shop.url });
    const cookies = visitor.cookieHeader.split('; ').map(pair => pair.split('='));
    await customer.addCookies(cookies.map(([name = '', value = '']) => ({ name, value, url: shop.url })));
  }, 120_000);

  const opened = async (context: BrowserContext, address: string) => {
    const page = await context.newPage();
    const answer = await page.goto(address, { waitUntil: 'load' });
    return { page, status: answer?.status(), html: (await answer?.text()) ?? '' };
  };

  /** A busy machine may miss the 300 ms of an optional dependency; that page is another test's. */
  const openedWhole = (context: BrowserContext, address: string) =>
    until(
      async () => {
        const found = await opened(context, address);
        const away = found.html.match(/id="[a-z-]+" slot="[a-z-]+" data-state="(?!ok)[a-z]+"/g);
        if (away === null) return found;
        await found.page.close();
        throw new Error(away.join(', '));
      },
      { withinMs: 10_000 },
    );

  /** What axe finds, as lines that say where. `rules`: only these. */
  const findings = async (page: Page, rules?: string[]): Promise<string[]> => {
    const options = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) };
    const results: AxeResults = await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`);
    return results.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
    );
  };

  /** In light, in dark and on a phone; and nothing sticks out at 320 px. */
  const expectFit = async (page: Page) => {
    await page.evaluate(axe);
    expect({ light: await findings(page) }).toEqual({ light: [] });
    await page.emulateMedia({ colorScheme: 'dark' });
    expect({ dark: await findings(page, ['color-contrast', 'link-in-text-block']) }).toEqual({ dark: [] });
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 360, height: 740 });
    expect({ phone: await findings(page) }).toEqual({ phone: [] });
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  };

  /** Every section once, in its slot; one shadow root, whose host is <body>; no script. */
  const expectBuilt = async (page: Page, html: string, sections: string[]) => {
    expect(html).not.toMatch(/<script|\son[a-z]+\s*=|javascript:/i);
    const ids = [...html.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const found = await page.evaluate(`({
      hosts: [...document.querySelectorAll('*')].filter(each => each.shadowRoot).map(each => each.localName),
      idsInShadow: document.body.shadowRoot?.querySelectorAll('[id]').length,
      sections: [...document.body.querySelectorAll('section')].map(each => ({
        id: each.id, state: each.dataset.state, inItsSlot: each.assignedSlot?.name === each.id, on: each.parentElement.localName,
      })),
    })`);
    const built = (id: string) => ({ id, state: 'ok', inItsSlot: true, on: 'body' });
    expect(found).toEqual({ hosts: ['body'], idsInShadow: 0, sections: expect.anything() });
    const byId = (one: { id: string }, other: { id: string }) => one.id.localeCompare(other.id);
    expect((found as { sections: { id: string }[] }).sections.toSorted(byId)).toEqual(
      sections.map(built).toSorted(byId),
    );
  };

  it.each(storefront)(
    '$name: built as designed, and fit for every eye, in light, in dark and on a phone',
    async ({ path, guest: asGuest, status = 200, sections }) => {
      const { page, html, ...answer } = await openedWhole(asGuest ? guest : customer, path ?? orderPath);
      await page.setViewportSize(desk);
      try {
        expect(answer.status).toBe(status);
        await expectBuilt(page, html, sections.includes('problem') ? sections : [...sections, ...everywhere]);
        await expectFit(page);
      } finally {
        await page.close();
      }
    },
    60_000,
  );

  it.each([1280, 768, 320])('account and basket do not lie over each other with X-ray on, %i px wide', async width => {
    const { page } = await openedWhole(customer, '/?xray');
    try {
      await page.setViewportSize({ width, height: 800 });
      const overlapPx = await page.evaluate(`(() => {
        const [one, other] = ['account', 'basket'].map(id => document.getElementById(id).getBoundingClientRect());
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        return across > 0 && down > 0 ? across : 0;
      })()`);
      const widthPx = await page.evaluate('document.documentElement.scrollWidth');
      expect({ overlapPx, widthPx }).toEqual({ overlapPx: 0, widthPx: width });
    } finally {
      await page.close();
    }
  });

  it('stay within 320 px with a name and an e-mail address of 60 letters without a blank', async () => {
    const visitor = new Visitor(shop.url);
    const long = 'N'.repeat(60);
    await visitor.register({ name: long, email: `${long}@example.com`, password: 'correct horse battery' });
    const context = await browser.get().newContext({ baseURL: shop.url, viewport: { width: 320, height: 640 } });
    const cookies = visitor.cookieHeader.split('; ').map(pair => pair.split('='));
    await context.addCookies(cookies.map(([name = '', value = '']) => ({ name, value, url: shop.url })));
    for (const path of ['/account', '/products/two-speed-self-tailing-winch-size-40']) {
      const { page } = await openedWhole(context, path);
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 320]);
    }
    await context.close();
  });

  it('control room: fit for every eye, in light, in dark and on a phone', async () => {
    const { page, status } = await opened(guest, await roomLink(roomKeyOfTests, shop.urlOf('control-room')));
    await page.setViewportSize(desk);
    expect(status).toBe(200);
    await expectFit(page);
    await page.close();
  }, 60_000);

  it('have broken nothing on the way', () => {
    expect(shop.breakages()).toEqual([]);
  });

  it('are written down in one sheet of at most 10 kB, and nothing else is fetched', async () => {
    const { page } = await opened(guest, '/journal');
    const fetched: string[] = await page.evaluate(
      `performance.getEntriesByType('resource').map(each => new URL(each.name).pathname)`,
    );
    expect(fetched.filter(path => !/\.(css|svg)$/.test(path))).toEqual([]);
    const [sheet = ''] = fetched.filter(path => path.endsWith('.css'));
    expect(new Set(fetched.filter(path => path.endsWith('.css'))).size).toBe(1);
    expect((await (await fetch(new URL(sheet, shop.url))).arrayBuffer()).byteLength).toBeLessThanOrEqual(10_000);
    await page.close();
  });
});
