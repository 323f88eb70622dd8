import {
  answer,
  type Answer,
  type AppProcess,
  fakeServer,
  type SeenRequest,
  startApp,
  until,
} from '@watertight/testing';

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

interface Told {
  visitorsPerSecond: number;
  shoppers: { shop: string; lately: Record<string, number> }[];
  worstPages: { traceId: string; shop: string; path: string; failed: boolean }[];
  books?: { orders: number; charges: number; underWay: number; tooMany: number };
}

describe('the visitors of the control room', () => {
  const storefront = fakeServer(shop);
  const services = fakeServer(() => answer.json({}, { status: 404 }));
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
  let room: AppProcess;

  beforeAll(async () => {
    const names = ['SEARCH', 'PROFILE', 'PAYMENT', 'RECOMMENDATIONS', 'COMMENTS'];
    room = await startApp('control-room', {
      ...Object.fromEntries(names.map(name => [`${name}_URL`, services.url])),
      STOREFRONT_URL: storefront.url,
      CHECKOUT_URL: checkout.url,
      BANK_URL: bank.url,
      VISITORS_PER_SECOND: '60',
      TRACE_URL: 'http://traces.test/{traceId}',
    });
  }, 30_000);

  const state = async () => (await (await fetch(`${room.url}/api/state`)).json()) as Told;
  const lately = async () => (await state()).shoppers[0]?.lately ?? {};
  const ask = (perSecond: string, headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' }) =>
    fetch(`${room.url}/visitors`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', ...headers },
      body: new URLSearchParams({ perSecond }).toString(),
      redirect: 'manual',
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

  it('name the traces of the worst pages also where a collector has the traces', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const timing = {
      'content-type': 'text/html',
      'server-timing': `traceparent;desc="00-${traceId}-b7ad6b7169203331-01"`,
    };
    const failing: Answer = response => void response.writeHead(500, timing).end('<p>sorry</p></body></html>');
    storefront.does(seen => (seen.path === '/stores' ? failing : shop(seen)));
    const worst = async () => (await state()).worstPages[0];
    await until(async () => (await worst())?.path === '/stores', { withinMs: 10_000 });
    expect(await worst()).toMatchObject({ traceId, shop: 'the shop', failed: true });
    expect(await (await fetch(room.url)).text()).toMatch(
      new RegExp(`<a href="http://traces.test/${traceId}"><code>0af76519</code></a> the shop /stores`),
    );
  });

  it('are held beside the bank: what is paid is what was charged, since the screen began', async () => {
    await until(async () => (await state()).books !== undefined, { withinMs: 10_000 });
    [paid, captured] = [7, 9];
    await until(async () => (await state()).books?.charges === 4, { withinMs: 10_000 });
    expect((await state()).books).toMatchObject({ orders: 4, charges: 4, tooMany: 0 });
    captured = 10;
    await until(async () => (await state()).books?.tooMany === 1, { withinMs: 10_000 });
    expect(await (await fetch(room.url)).text()).toContain('charges without an order of their own: <b>1</b>');
  });

  it('are counted once each by a bank that takes longer for its pages than the screen waits to ask again', async () => {
    page = { most: 2, tookMs: 600 };
    [paid, captured] = [paid + 12, captured + 12];
    const before = (await state()).books?.charges ?? NaN;
    await until(async () => Number((await state()).books?.charges) > before, { withinMs: 15_000 });
    expect((await state()).books).toMatchObject({ charges: before + 12, tooMany: 1 });
    page = { most: 500, tookMs: 0 };
  }, 30_000);

  it('are as many as the screen says, and go home when it says so', async () => {
    const pressed = await ask('0');
    expect([pressed.status, (await state()).visitorsPerSecond]).toEqual([303, 0]);
    await until(async () => Object.values(await lately()).every(pages => !pages), { withinMs: 15_000 });
    expect((await ask('100')).status).toBe(303);
    expect((await ask('0')).status).toBe(303);
  });

  it.each(['101', '-1', '1.5', '', 'many', '1e2', '٩'])('are not %j a second', async perSecond => {
    const refused = await ask(perSecond);
    expect([refused.status, await refused.json()]).toEqual([
      400,
      expect.objectContaining({
        code: 'invalid-request',
        errors: [{ field: 'perSecond', rule: 'whole pages a second from 0 to 100' }],
      }),
    ]);
    expect((await state()).visitorsPerSecond).toBe(0);
  });

  it('are nothing that another site may send', async () => {
    expect((await ask('100', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await state()).visitorsPerSecond).toBe(0);
  });
});
