import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { aBrowser, describeInBrowser } from './chromium.fixture.ts';
import { ToldRoom } from './control-room.fixture.ts';
import { enter } from './room-login.fixture.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const traceId = '0af7651916cd43dd8448eb211c80319c';
const [INTERNAL, SERVER, CLIENT] = [1, 2, 3];

type Told = [name: string, parent: number, kind: number, fromMs: number, toMs: number, facts?: Record<string, string>];

/** A page whose search failed twice, was given up and refused, and that showed what it knew. */
const told: Told[] = [
  ['GET /products/:slug', 0, SERVER, 0, 900],
  ['call search', 1, INTERNAL, 10, 880, { 'watertight.outcome': 'fallback' }],
  ['GET', 2, CLIENT, 10, 20, { 'error.type': 'ECONNREFUSED' }],
  ['backoff', 2, INTERNAL, 20, 90],
  ['GET', 2, CLIENT, 90, 800, { 'error.type': 'TimeoutError' }],
  ['refused: breaker_open', 2, INTERNAL, 880, 880, { 'error.type': 'breaker_open' }],
  ['call comments', 1, INTERNAL, 10, 60, { 'watertight.outcome': 'ok' }],
  ['GET', 7, CLIENT, 11, 58],
];

const spanId = (number: number) => (number === 0 ? '' : number.toString(16).padStart(16, '0'));
const nanoseconds = (ms: number) => String(BigInt(Date.now() + ms) * 1_000_000n);
const spans = told.map(([name, parent, kind, fromMs, toMs, facts = {}], i) => ({
  traceId,
  spanId: spanId(i + 1),
  parentSpanId: spanId(parent),
  name,
  kind,
  startTimeUnixNano: nanoseconds(fromMs),
  endTimeUnixNano: nanoseconds(toMs),
  ...('error.type' in facts && { status: { code: 2 } }),
  attributes: Object.entries(facts).map(([key, value]) => ({ key, value: { stringValue: value } })),
}));
const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'storefront' } }] };

describeInBrowser('the page of a trace', () => {
  const room = new ToldRoom();
  const browser = aBrowser();
  beforeAll(() => room.open({ TRACES_TOKEN: 'of-spans' }), 60_000);

  it('is fit for every eye, in light, in dark and at 320 px, all rows open', async () => {
    const received = await fetch(`${room.process.url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer of-spans' },
      body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] }),
    });
    expect(received.status).toBe(200);
    const page = await browser.get().newPage({ viewport: { width: 1280, height: 800 } });
    await enter(page, room.process.url);
    await page.goto(`${room.process.url}/traces/${traceId}`);
    expect(await page.locator('.waterfall').textContent()).toMatch(
      /ECONNREFUSED[\s\S]*TimeoutError[\s\S]*breaker_open/,
    );
    await page.evaluate(axe);
    const findings = async () => {
      const { violations }: AxeResults = await page.evaluate("axe.run(document, { resultTypes: ['violations'] })");
      return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(' ')}`));
    };
    expect({ closed: await findings() }).toEqual({ closed: [] });
    await page.evaluate("for (const row of document.querySelectorAll('details')) row.open = true");
    expect({ light: await findings() }).toEqual({ light: [] });
    await page.emulateMedia({ colorScheme: 'dark' });
    expect({ dark: await findings() }).toEqual({ dark: [] });
    await page.setViewportSize({ width: 320, height: 640 });
    expect({ phone: await findings() }).toEqual({ phone: [] });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    await page.close();
  }, 60_000);
});
