import {
  answer,
  type Answer,
  type AppProcess,
  fakeServer,
  opsOnly,
  type SeenRequest,
  startApp,
  until,
} from '@watertight/testing';
import { readReport } from './report.fixture.ts';

const basketId = '11111111-1111-4111-8111-111111111111';
const links = '<a href="/products/thing-1">1</a> <a href="/journal/article-1">2</a>';
const htmlPage =
  (state = 'ok', more = ''): Answer =>
  response =>
    void response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(`<section data-state="${state}">${links}${more}</section></body></html>\n`);
const hidden = (name: string, value: string) => `<input type="hidden" name="${name}" value="${value}">`;
const seeOther =
  (location: string, cookie?: string): Answer =>
  response =>
    void response.writeHead(303, { location, ...(cookie !== undefined && { 'set-cookie': cookie }) }).end();

/** A shop as visitors see it. */
function shop({ method, path }: SeenRequest): Answer {
  if (path === '/basket/lines') return seeOther('/basket', `wt_basket=${basketId}; Path=/; HttpOnly`);
  if (path === '/checkout' && method === 'POST') return seeOther('/orders/22222222-2222-4222-8222-222222222222');
  if (path === '/checkout')
    return htmlPage('ok', hidden('idempotencyKey', 'key-1') + hidden('priceVersions', 'wt-1:3'));
  return htmlPage('ok', hidden('productId', 'wt-1'));
}

describe('the visitors', () => {
  const storefront = fakeServer(shop);
  let [paid, captured] = [3, 5]; // what earlier sessions left, two naive charges among them
  const checkout = fakeServer(({ path }) =>
    path === '/orders/count' ? answer.json({ paid, underWay: 0 }) : answer.json({}, { status: 404 }),
  );
  let page = { most: 500, tookMs: 0 };
  const bank = fakeServer(({ path }) => {
    const seen = Number(/after=0{8}-0000-4000-8000-0*(\d+)/.exec(path)?.[1] ?? 0);
    const left = Math.max(0, captured - seen);
    const captures = Array.from({ length: Math.min(left, page.most) }, (_, i) => ({
      reference: `00000000-0000-4000-8000-${String(seen + i + 1).padStart(12, '0')}`,
      status: 'captured',
      amount: '9.99',
      currency: 'USD',
      refunded: '0.00',
      at: '2026-11-26T00:00:00.000Z',
      memo: null,
    }));
    const next = left > page.most ? captures.at(-1)?.reference : null;
    return answer.after(page.tookMs, answer.json({ captures, next: next ?? null }));
  });
  let visitors: AppProcess;

  beforeAll(async () => {
    visitors = await startApp('visitors', {
      STOREFRONT_URL: storefront.url,
      CHECKOUT_URL: checkout.url,
      BANK_URL: bank.url,
      VISITORS_PER_SECOND: '60',
    });
  }, 30_000);

  const report = () => readReport(visitors.url);
  const lately = async (): Promise<Record<string, number | null>> => ({ ...(await report()).shops[0]?.lately });
  const set = (body: unknown, headers: Record<string, string> = opsOnly) =>
    fetch(`${visitors.url}/ops/visitors`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  it('open pages from the start on, find their way by what pages show, and buy to the end', async () => {
    const opened = (start: string, method = 'GET') =>
      storefront.requests.some(seen => seen.method === method && seen.path.startsWith(start));
    const way = ['/search?q=', '/products/thing-1', '/journal/article-1', '/stores', '/orders/22222222'];
    await until(() => way.every(start => opened(start)) && opened('/checkout', 'POST'), { withinMs: 20_000 });
    const order = storefront.requests.find(seen => seen.method === 'POST' && seen.path === '/checkout');
    expect(order?.headers['cookie']).toBe(`wt_basket=${basketId}`);
    expect(Object.fromEntries(new URLSearchParams(order?.body))).toMatchObject({
      idempotencyKey: 'key-1',
      priceVersions: 'wt-1:3',
      cardToken: 'tok_visa',
    });
  });

  it('tell whole pages from degraded ones, failed ones and none', async () => {
    await until(async () => Number((await lately())['whole']) > 100, { withinMs: 10_000 });
    storefront.does(() => htmlPage('unavailable'));
    await until(async () => Number((await lately())['degraded']) > 10, { withinMs: 10_000 });
    storefront.does(() => answer.reset());
    await until(async () => Number((await lately())['failed']) > 10, { withinMs: 10_000 });
    storefront.does(shop);
    await until(async () => Number((await lately())['whole']) > 10, { withinMs: 10_000 });
  });

  it('name the traces of the worst pages', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const timing = {
      'content-type': 'text/html',
      'server-timing': `traceparent;desc="00-${traceId}-b7ad6b7169203331-01"`,
    };
    const failing: Answer = response => void response.writeHead(500, timing).end('<p>sorry</p></body></html>');
    storefront.does(seen => (seen.path === '/stores' ? failing : shop(seen)));
    const worst = async () => (await report()).worstPages[0];
    await until(async () => (await worst())?.path === '/stores', { withinMs: 10_000 });
    expect(await worst()).toMatchObject({ traceId, shop: 'the shop', failed: true });
  });

  it('add up paid orders and charges at the bank, from their own start on', async () => {
    await until(async () => (await report()).totals !== null, { withinMs: 10_000 });
    [paid, captured] = [7, 9];
    await until(async () => (await report()).totals?.charges === 4, { withinMs: 10_000 });
    expect((await report()).totals).toMatchObject({ orders: 4, charges: 4, tooMany: 0 });
    captured = 10;
    await until(async () => (await report()).totals?.tooMany === 1, { withinMs: 10_000 });
  });

  it('count each charge once if the bank takes longer for its pages than the time between two readings', async () => {
    page = { most: 2, tookMs: 600 };
    [paid, captured] = [paid + 12, captured + 12];
    const before = (await report()).totals?.charges ?? NaN;
    await until(async () => Number((await report()).totals?.charges) > before, { withinMs: 15_000 });
    expect((await report()).totals).toMatchObject({ charges: before + 12, tooMany: 1 });
    page = { most: 500, tookMs: 0 };
  }, 30_000);

  it('are as many as the last request set, at once', async () => {
    const answered = await set({ perSecond: 0 });
    expect([answered.status, await answered.json()]).toEqual([200, expect.objectContaining({ perSecond: 0 })]);
    await until(async () => Object.values(await lately()).every(pages => !pages), { withinMs: 15_000 });
    expect((await set({ perSecond: 100 })).status).toBe(200);
    expect((await set({ perSecond: 0 })).status).toBe(200);
  });

  it.each([{ perSecond: 101 }, { perSecond: -1 }, { perSecond: 1.5 }, { perSecond: '10' }, {}])(
    'refuse %j with 400',
    async body => {
      expect((await set(body)).status).toBe(400);
      expect((await report()).perSecond).toBe(0);
    },
  );

  it('have no door for a caller without the ops token', async () => {
    expect((await set({ perSecond: 100 }, {})).status).toBe(404);
    expect((await fetch(`${visitors.url}/ops/visitors`)).status).toBe(404);
    expect((await report()).perSecond).toBe(0);
  });
});
