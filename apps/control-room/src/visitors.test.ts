import {
  answer,
  type Answer,
  type AppProcess,
  fakeServer,
  type SeenRequest,
  startApp,
  until,
} from '@watertight/testing';
import { roomFetch } from './room-fetch.fixture.ts';

const WITHIN = { withinMs: 15_000 };
const SERVICES = ['STOREFRONT', 'SEARCH', 'CHECKOUT', 'PROFILE', 'PAYMENT', 'RECOMMENDATIONS', 'COMMENTS', 'BANK'];
const traceId = '0af7651916cd43dd8448eb211c80319c';

const page: Answer = response =>
  void response
    .writeHead(200, {
      'content-type': 'text/html',
      'server-timing': `traceparent;desc="00-${traceId}-b7ad6b7169203331-01"`,
    })
    .end('<section data-state="ok"><a href="/products/thing-1">1</a></section></body></html>\n');

interface AnsweredState {
  visitorsPerSecond: number;
  visitorsAnswer: boolean;
  shoppers: { shop: string; lately: Record<string, number> }[];
  books?: { charges: number; tooMany: number };
}

describe('visitors in the control room', () => {
  const absent = fakeServer(answer.nothing);
  const storefront = fakeServer(() => page);
  let [paid, captured] = [3, 5];
  const checkout = fakeServer(({ path }) =>
    path === '/orders/count' ? answer.json({ paid, underWay: 0 }) : answer.json({}, { status: 404 }),
  );
  const bank = fakeServer(({ path }: SeenRequest) => {
    const seen = Number(/after=0{8}-0000-4000-8000-0*(\d+)/.exec(path)?.[1] ?? 0);
    const captures = Array.from({ length: captured - seen }, (_, i) => ({
      reference: `00000000-0000-4000-8000-${String(seen + i + 1).padStart(12, '0')}`,
      status: 'captured',
      amount: '9.99',
      currency: 'USD',
      refunded: '0.00',
      at: '2026-11-26T00:00:00.000Z',
      memo: null,
    }));
    return answer.json({ captures, next: null });
  });
  let visitors: AppProcess;
  let room: AppProcess;

  const startVisitors = (more: Record<string, string> = {}) =>
    startApp('visitors', {
      STOREFRONT_URL: storefront.url,
      CHECKOUT_URL: checkout.url,
      BANK_URL: bank.url,
      VISITORS_PER_SECOND: '20',
      ...more,
    });
  beforeAll(async () => {
    visitors = await startVisitors();
    room = await startApp('control-room', {
      ...Object.fromEntries(SERVICES.map(name => [`${name}_URL`, absent.url])),
      VISITORS_URL: visitors.url,
      TRACE_URL: 'http://traces.test/{traceId}',
    });
  }, 60_000);

  const state = async () => (await (await roomFetch(`${room.url}/api/state`)).json()) as AnsweredState;
  const shown = async () => {
    const startMs = performance.now();
    const response = await roomFetch(room.url);
    return { status: response.status, html: await response.text(), tookMs: performance.now() - startMs };
  };
  const press = (perSecond: string, headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' }) =>
    roomFetch(`${room.url}/visitors`, {
      method: 'POST',
      headers: { accept: 'application/json', ...headers },
      body: new URLSearchParams({ perSecond }),
      redirect: 'manual',
    });

  it('are shown with their pages, their rate and their worst page, linked to its trace', async () => {
    await until(async () => Number((await state()).shoppers[0]?.lately['whole']) > 10, WITHIN);
    expect(await state()).toMatchObject({ visitorsPerSecond: 20, visitorsAnswer: true });
    const { html } = await shown();
    expect(html).toMatch(
      new RegExp(
        `<a href="http://traces.test/${traceId}"><code>0af76519</code></a> <b>[\\d,]+ ms</b> <span class="path">the shop /`,
      ),
    );
    expect(html).toContain('<button name="perSecond" value="20" aria-pressed="true">20</button>');
    expect(html).not.toContain('visitors do not answer');
  });

  it('make an alert of a charge that belongs to no order', async () => {
    await until(async () => (await state()).books !== undefined, WITHIN);
    [paid, captured] = [7, 10];
    await until(async () => (await state()).books?.tooMany === 1, WITHIN);
    expect((await shown()).html).toContain('charges without an order of their own: <b>1</b>');
  });

  it('are as many as the button says, and the page it leads to already shows that', async () => {
    expect((await press('50')).status).toBe(303);
    expect((await shown()).html).toContain('value="50" aria-pressed="true"');
    expect((await press('0')).status).toBe(303);
    expect((await state()).visitorsPerSecond).toBe(0);
    expect((await press('10')).status).toBe(303);
  });

  it.each(['101', '-1', '1.5', '', 'many', '1e2', '٩'])('are not %j a second', async perSecond => {
    const refused = await press(perSecond);
    expect([refused.status, await refused.json()]).toEqual([
      400,
      expect.objectContaining({
        code: 'invalid-request',
        errors: [{ field: 'perSecond', rule: 'whole pages a second from 0 to 100' }],
      }),
    ]);
    expect((await state()).visitorsPerSecond).toBe(10);
  });

  it('take no rate from another site', async () => {
    expect((await press('100', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await state()).visitorsPerSecond).toBe(10);
  });

  it('leave the page whole while they hang: it says so, with their last report, and is not delayed', async () => {
    visitors.freeze();
    const page = await until(async () => {
      const now = await shown();
      return now.html.includes('visitors do not answer') && now;
    }, WITHIN);
    expect(page.html).toMatch(/shown is their last report, of <time datetime="20[^"]+">[\d:]+ UTC<\/time>/);
    expect(page.html).toContain('aria-label="What visitors of the shop get"');
    expect(page.html.trimEnd()).toMatch(/<\/html>$/);
    const pressed = await press('20');
    expect([pressed.status, await pressed.json()]).toEqual([504, expect.objectContaining({ code: 'service-silent' })]);
    visitors.thaw();
    await until(async () => !(await shown()).html.includes('visitors do not answer'), WITHIN);
  });

  it('leave the page whole when they are dead, and are shown again when they are back', async () => {
    const { port } = new URL(visitors.url);
    await visitors.kill();
    await until(async () => (await shown()).html.includes('visitors do not answer'), WITHIN);
    const pages = await Promise.all(Array.from({ length: 5 }, shown));
    expect(pages.map(({ status, html }) => [status, html.includes('id="selected"')])).toEqual(
      pages.map(() => [200, true]),
    );
    const pressed = await press('20');
    expect([pressed.status, await pressed.json()]).toEqual([503, expect.objectContaining({ code: 'service-away' })]);
    visitors = await startVisitors({ PORT: port });
    await until(async () => {
      const now = await state();
      return now.visitorsAnswer && now.visitorsPerSecond === 20;
    }, WITHIN);
    expect((await shown()).html).not.toContain('visitors do not answer');
  }, 60_000);

  it('a control room without visitors says so, and refuses to set a rate', async () => {
    const alone = await startApp('control-room', Object.fromEntries(SERVICES.map(name => [`${name}_URL`, absent.url])));
    expect(await (await roomFetch(alone.url)).text()).toContain('no simulated visitors are set up');
    const refused = await roomFetch(`${alone.url}/visitors`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ perSecond: '10' }),
      redirect: 'manual',
    });
    expect([refused.status, await refused.json()]).toEqual([501, expect.objectContaining({ code: 'no-visitors' })]);
  }, 30_000);
});
