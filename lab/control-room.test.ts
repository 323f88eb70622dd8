import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { until } from '@watertight/testing';
import { aBrowser, describeInBrowser } from './chromium.fixture.ts';
import { type Breaker, type Scene, ToldRoom } from './control-room.fixture.ts';
import { enter, roomFetch } from './room-login.fixture.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const desk = { width: 1280, height: 800 };
const card = '#selected';
const SEARCH = '/?at=storefront.search';

describeInBrowser('the control room in a browser', () => {
  const room = new ToldRoom();
  const browser = aBrowser();
  let page: Page;
  const complaints: string[] = [];
  beforeAll(() => room.open(), 60_000);
  beforeEach(() => {
    room.breaker = 'closed';
    room.scene = 'down';
    room.calls = 1204;
    complaints.length = 0;
  });
  afterEach(async () => {
    room.process.thaw();
    await page.close();
  });

  const opened = async (options: BrowserContextOptions = {}, path = SEARCH) => {
    page = await browser.get().newPage({ viewport: desk, ...options });
    page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', error => complaints.push(String(error)));
    await enter(page, room.process.url);
    await page.goto(room.process.url + path);
  };
  const reads = (selector: string, words: RegExp) =>
    until(async () => words.test((await page.locator(selector).textContent()) ?? ''), { withinMs: 8000 });

  /** What axe finds, as lines that say where. `rules`: only these. */
  const findings = async (rules?: string[]): Promise<string[]> => {
    const options = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) };
    const results: AxeResults = await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`);
    return results.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
    );
  };

  it.each<Breaker>(['closed', 'open', 'half-open'])(
    'is fit for every eye with a breaker that is %s, in light, in dark, on a phone and at 320 px',
    async state => {
      room.breaker = state;
      await opened();
      await reads('#link', /^live$/);
      await reads(`${card} .breaker`, new RegExp(state));
      await page.evaluate(axe);
      expect({ light: await findings() }).toEqual({ light: [] });
      await page.emulateMedia({ colorScheme: 'dark' });
      expect({ dark: await findings(['color-contrast', 'link-in-text-block']) }).toEqual({ dark: [] });
      await page.setViewportSize({ width: 320, height: 640 });
      expect({ phone: await findings(['scrollable-region-focusable', 'target-size']) }).toEqual({ phone: [] });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
      expect(complaints).toEqual([]);
    },
    60_000,
  );

  it.each<[Scene, RegExp]>([
    ['calm', /everything runs, no fault is on, all patterns are on/],
    ['down', /services down: .*search frozen.*Heal everything/],
    ['faults', /faults on: .*slow, \d+ s left.*Heal everything/],
    ['patterns off', /patterns off: bulkhead, breaker, \d+ s left.*Heal everything/],
    ['money', /patterns off: bulkhead, breaker/],
  ])(
    'names what is broken, and is fit for every eye, when the shop is %s',
    async (scene, words) => {
      room.scene = scene;
      await opened();
      await reads('#link', /^live$/);
      await reads('#broken', words);
      if (scene === 'money') await reads('#paid-not-charged', /1 order is paid and not charged/);
      await page.evaluate(axe);
      expect({ light: await findings() }).toEqual({ light: [] });
      await page.emulateMedia({ colorScheme: 'dark' });
      expect({ dark: await findings(['color-contrast', 'link-in-text-block']) }).toEqual({ dark: [] });
      await page.setViewportSize({ width: 390, height: 844 });
      expect({ phone: await findings(['scrollable-region-focusable', 'target-size']) }).toEqual({ phone: [] });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    },
    60_000,
  );

  it('says that it is old when the control room does not answer, fit for every eye', async () => {
    await opened();
    await reads('#link', /^live$/);
    await page.evaluate(axe);
    room.process.freeze();
    await reads('#link', /the control room does not answer/);
    expect({ light: await findings() }).toEqual({ light: [] });
    await page.emulateMedia({ colorScheme: 'dark' });
    expect({ dark: await findings(['color-contrast']) }).toEqual({ dark: [] });
  }, 40_000);

  it('moves nothing when a breaker opens, half-opens and closes', async () => {
    await opened();
    const places = () =>
      page.evaluate(`[...document.querySelectorAll('#selected li, #selected button, #map a, #patterns button, .figures dd')].map(each => {
        const { x, y } = each.getBoundingClientRect();
        return [x, y + scrollY];
      })`);
    await reads('#link', /^live$/);
    const calm = await places();
    for (const state of ['open', 'half-open', 'closed'] as const) {
      room.breaker = state;
      await reads(`${card} .breaker`, new RegExp(state));
      expect(await places()).toEqual(calm);
    }
  }, 40_000);

  it('counts down between two frames, and ends no open period by itself when no frame comes', async () => {
    room.breaker = 'open';
    await opened();
    await reads(`${card} .breaker`, /12 s left/);
    await reads('#link', /^live$/);
    room.process.freeze();
    await reads(`${card} .breaker`, /1[01] s left/);
    await reads('#link', /the control room does not answer/);
    expect(await page.locator(`${card} .breaker`).textContent()).toMatch(/open\s+(9|1\d) s left/);
    room.process.thaw();
    await reads('#link', /^live$/);
  }, 40_000);

  it('keeps the focus and the very button while the numbers change around it', async () => {
    await opened();
    const button = page.getByRole('button', { name: 'slow, search' });
    await button.focus();
    await page.evaluate('document.activeElement.sameAsBefore = true');
    for (const calls of [2001, 2002]) {
      room.calls = calls;
      await reads(`${card} .outcomes`, new RegExp(calls.toLocaleString('en')));
    }
    expect(await page.evaluate('document.activeElement.sameAsBefore')).toBe(true);
  }, 40_000);

  it('reads out transitions and nothing else, each once', async () => {
    await opened();
    await reads('#link', /^live$/);
    const live = await page.evaluate(
      `[...document.querySelectorAll('[aria-live], [role=log], [role=status], [role=alert]')].map(each => each.id)`,
    );
    expect(live).toEqual(['log']);
    // A line that the script puts there anew is read out again.
    await page.evaluate(`{
      window.added = [];
      new MutationObserver(all => all.forEach(({ addedNodes }) => addedNodes.forEach(each => added.push(each.textContent)))).observe(
        document.querySelector('#log'), { childList: true, subtree: true, characterData: true });
    }`);
    for (const state of ['open', 'half-open', 'closed', 'open', 'half-open', 'closed'] as const) {
      room.breaker = state;
      await reads('#log li:last-child', new RegExp(`breaker ${state}$`));
    }
    // Two services tell the same here, so each transition is two lines; the oldest have left.
    const added: string[] = await page.evaluate('added');
    expect(added.filter(line => line.includes('storefront → search'))).toHaveLength(6);
  }, 40_000);

  it('stands still when it is paused', async () => {
    await opened();
    await reads('#link', /^live$/);
    await page.getByRole('button', { name: 'Pause' }).click();
    room.calls = 3003;
    await until(async () => (await (await roomFetch(`${room.process.url}/api/state`)).text()).includes('3003'), {
      withinMs: 3000,
    });
    expect(await page.locator(`${card} .outcomes`).textContent()).not.toContain('3,003');
    await page.getByRole('button', { name: 'Follow' }).click();
    await reads(`${card} .outcomes`, /3,003/);
  }, 40_000);

  it('says where the next link is when the room has died and is back: the new process knows no session', async () => {
    await opened();
    await reads('#link', /^live$/);
    const restarted = room.restart();
    await reads('#link', /the control room does not answer/);
    await restarted;
    await reads('main', /npm start has printed one, and npm run shop room prints another/);
    await page.evaluate(axe);
    expect(await findings()).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  }, 60_000);

  it('goes on by itself when the browser was offline', async () => {
    await opened();
    await reads('#link', /^live$/);
    await page.evaluate('window.isTheSamePage = true');
    await page.context().setOffline(true);
    await page.evaluate("dispatchEvent(new Event('online'))"); // too early: still no network
    await reads('#link', /the control room does not answer/);
    await page.context().setOffline(false);
    await reads('#link', /^live$/);
    room.calls = 5005;
    await reads(`${card} .outcomes`, /5,005/);
    expect(await page.evaluate('window.isTheSamePage')).toBe(true);
  }, 60_000);

  it.each(['/services', '/services/storefront', '/services/postgres', '/policies', '/traces'])(
    'is fit for every eye on its page %s too, and no wider than a phone',
    async path => {
      await opened({}, path);
      await reads('#link', /^live$/);
      await page.evaluate(axe);
      expect({ light: await findings() }).toEqual({ light: [] });
      await page.emulateMedia({ colorScheme: 'dark' });
      expect({ dark: await findings(['color-contrast', 'link-in-text-block']) }).toEqual({ dark: [] });
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
      expect(complaints).toEqual([]);
    },
    60_000,
  );

  it('is seen whole at 1280 × 800, and never wider than the window', async () => {
    await opened();
    await reads('#link', /^live$/);
    const ends =
      await page.evaluate(`['#broken', '#visitors', '#map', '#selected', '#log', '#worst-pages', '#patterns'].map(part =>
      document.querySelector(part).getBoundingClientRect().bottom)`);
    expect((ends as number[]).every(end => end > 0 && end <= desk.height)).toBe(true);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(desk.width);
  }, 40_000);

  it('shows on the map where nothing gets through, in words as well, and what was chosen stays chosen', async () => {
    room.breaker = 'open';
    await opened();
    await page
      .getByRole('link', { name: /^storefront to search: .* open$/ })
      .locator('.target')
      .click();
    await page.waitForURL(/at=storefront\.search$/);
    await reads('#selected', /storefront → search[\s\S]*open\s+1[0-2] s left/);
    expect(await page.locator('#row-storefront-search').textContent()).toContain('open');
    await page.getByRole('button', { name: '20', exact: true }).click();
    await page.waitForURL(/\?at=storefront\.search$/);
    await page.getByRole('button', { name: 'off', exact: true }).click();
    await reads('#selected h2', /storefront → search/);
  }, 40_000);

  it('breaks a service and heals everything by keyboard alone', async () => {
    await opened();
    await reads('#link', /^live$/);
    await page.getByRole('link', { name: /^search: / }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/at=search$/);
    await page.getByRole('link', { name: /^storefront to checkout: / }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/at=storefront\./);
    await page.getByRole('link', { name: /^payment: / }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/at=payment$/);
    await page.getByRole('button', { name: 'hang, payment' }).focus();
    await page.keyboard.press('Enter');
    const sent = (method: string, path: string) =>
      until(() => room.services.requests.some(seen => seen.method === method && seen.path === path), {
        withinMs: 5000,
      });
    await sent('PUT', '/ops/faults/room-hang');
    await page.waitForLoadState();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await sent('DELETE', '/ops/faults');
  }, 40_000);

  it('breaks and heals without script, and comes back to what was selected', async () => {
    await opened({ javaScriptEnabled: false }, '/?at=payment');
    const press = async (role: 'button' | 'switch', name: string, back: RegExp) => {
      const answered = page.waitForResponse(response => response.request().method() === 'POST');
      await page.getByRole(role, { name }).click();
      expect((await answered).status()).toBe(303);
      await page.waitForURL(back, { waitUntil: 'load' });
    };
    await page.locator('select[name=forMs]').selectOption('2 min');
    await press('button', 'slow, payment', /\?at=payment$/);
    await press('switch', 'breaker everywhere', /\?at=payment#patterns$/);
    await press('button', 'Heal everything', /\?at=payment$/);
    const changed = room.services.requests.filter(({ method }) => method !== 'GET');
    const sent = changed.map(({ method, path }) => `${method} ${path}`);
    for (const each of ['PUT /ops/faults/room-slow', 'PATCH /ops/patterns', 'DELETE /ops/faults', 'POST /ops/reset'])
      expect(sent).toContain(each);
    expect(JSON.parse(changed[0]?.body ?? '')).toMatchObject({ kind: 'slow', forMs: 120_000 });
  }, 40_000);

  it('switches and makes new without script, by keyboard alone', async () => {
    await opened({ javaScriptEnabled: false }, '/policies');
    await page.getByRole('switch', { name: 'breaker of storefront → search' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/policies#storefront\.search$/);
    await page.getByRole('button', { name: 'Restart patterns in payment' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/policies#policies-of-payment$/);
    const changed = room.services.requests.filter(({ method }) => method !== 'GET');
    expect(changed.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['PATCH', '/ops/patterns/search', '{"breaker":false,"forMs":600000}'],
      ['POST', '/ops/reset', ''],
    ]);
  }, 40_000);
});
