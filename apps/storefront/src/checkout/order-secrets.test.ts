import { randomUUID } from 'node:crypto';
import { answer, type SeenRequest } from '@watertight/testing';
import { no } from '../fake-services.fixture.ts';
import { cookieOf, hidden, type Seen, sectionsOf, storefront } from '../storefront.fixture.ts';

const { services, get, post, ordersAnswer } = storefront();
const address = { name: 'Ada', street: '12 Quay Street', city: 'Falmouth', country: 'GB', cardToken: 'tok_visa' };

const cookieNamed = (name: string, page: Seen) => new RegExp(`\\b${name}=([^;]+)`).exec(cookieOf(page))?.[1];
const add = (cookie = '') => post('/basket/lines', { productId: 'wt-1001', quantity: '2' }, { cookie });
const fieldsOf = (form: Seen) =>
  Object.fromEntries(
    ['idempotencyKey', 'orderSecret', 'basketId', 'priceVersions'].map(name => [name, hidden(form, name)]),
  );
const pay = (form: Seen, cookie: string, more: Record<string, string> = {}) =>
  post('/checkout', { ...fieldsOf(form), ...address, ...more }, { cookie });
async function atTheTill() {
  const cookie = cookieOf(await add());
  return { cookie, form: await get('/checkout', { cookie }) };
}
/** The orders that checkout received. */
const placed = () =>
  services.checkout.requests
    .filter(({ path }) => path === '/orders')
    .map(({ body, headers }) => {
      const { basketId, secret } = JSON.parse(body) as { basketId: string; secret: string };
      return { basketId, secret, key: String(headers['idempotency-key']) };
    });
const moves = () => services.checkout.requests.filter(({ path }) => path.endsWith('/move'));

describe('the secret of an order', () => {
  it('is made with the form, stays in the browser that sent it, and opens the page there only', async () => {
    const { cookie, form } = await atTheTill();
    const secret = hidden(form, 'orderSecret');
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(hidden(await get('/checkout', { cookie }), 'orderSecret')).not.toBe(secret);
    const paid = await pay(form, cookie);
    expect(paid.headers['set-cookie']).toContainEqual(
      `wt_orders=${secret}; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax`,
    );
    const path = String(paid.headers.location);
    expect((await get(path, { cookie: `wt_orders=${secret}` })).status).toBe(200);
    for (const others of [cookie, `wt_orders=${'b'.repeat(43)}`, '']) {
      const page = await get(path, { cookie: others });
      expect([page.status, sectionsOf(page)['order']?.text]).toEqual([
        404,
        expect.stringContaining('There is no such order of yours'),
      ]);
      expect(page.body).not.toContain('Quay Street');
    }
  });

  it('cannot be planted: one of another browser, in the cookie or known before, opens nothing that is ordered later', async () => {
    const { cookie, form } = await atTheTill();
    const planted = 'p'.repeat(43);
    const paid = await pay(form, `${cookie}; wt_orders=${planted}`);
    expect(placed()[0]?.secret).toBe(hidden(form, 'orderSecret'));
    expect(cookieNamed('wt_orders', paid)).toBe(`${hidden(form, 'orderSecret')}.${planted}`);
    expect((await get(String(paid.headers.location), { cookie: `wt_orders=${planted}` })).status).toBe(404);
  });

  it('is kept of the latest ten orders, each once', async () => {
    const eleven = Array.from({ length: 11 }, (_, n) => String.fromCharCode(97 + n).repeat(43));
    const { cookie, form } = await atTheTill();
    const before = `${cookie}; wt_orders=${eleven.slice(0, 10).join('.')}`;
    expect(cookieNamed('wt_orders', await pay(form, before, { orderSecret: 'k'.repeat(43) }))).toBe(
      [eleven[10], ...eleven.slice(0, 9)].join('.'),
    );
    const again = await pay(form, before, { orderSecret: 'f'.repeat(43) });
    expect(cookieNamed('wt_orders', again)?.split('.')).toHaveLength(10);
    const tooMany = await get(`/orders/${randomUUID()}`, { cookie: `wt_orders=${eleven.join('.')}` });
    expect(tooMany.status).toBe(404);
    expect(services.checkout.requests.at(-1)?.body ?? '').not.toContain('aaaa');
  });

  it('is kept as well while it is not known whether there is an order', async () => {
    const { cookie, form } = await atTheTill();
    ordersAnswer(answer.reset());
    const unknown = await pay(form, cookie);
    expect([unknown.status, cookieNamed('wt_orders', unknown)]).toEqual([202, hidden(form, 'orderSecret')]);
    expect(hidden(unknown, 'orderSecret')).toBe(hidden(form, 'orderSecret'));
  });

  it.each(['', 'short', 'ü'.repeat(43)])('is made for a client that sends %j', async orderSecret => {
    const { cookie, form } = await atTheTill();
    const paid = await pay(form, cookie, { orderSecret });
    expect(paid.status).toBe(303);
    expect(placed()[0]?.secret).toMatch(/^[\w-]{43}$/);
    expect((await get(String(paid.headers.location), { cookie: cookieOf(paid) })).status).toBe(200);
  });

  it('stands in no address that is requested of a service', async () => {
    const { cookie, form } = await atTheTill();
    const paid = await pay(form, cookie);
    await get(String(paid.headers.location), { cookie: cookieOf(paid) });
    const secret = hidden(form, 'orderSecret');
    expect(services.checkout.requests.some(({ body }) => body.includes(secret))).toBe(true);
    expect(services.checkout.requests.filter(({ path }: SeenRequest) => path.includes(secret))).toEqual([]);
  });
});

describe('the basket after an order', () => {
  it('has a new id, and holds what was put in meanwhile', async () => {
    const { cookie, form } = await atTheTill();
    const paid = await pay(form, cookie);
    const [move] = moves();
    const { to } = JSON.parse(move?.body ?? '') as { to: string };
    expect(move?.path).toBe(`/baskets/${cookie.slice('wt_basket='.length)}/move`);
    expect(cookieNamed('wt_basket', paid)).toBe(to);
    expect(`wt_basket=${to}`).not.toBe(cookie);
  });

  it('has one new id when the form was sent twice, and none when it is sent again much later', async () => {
    const { cookie, form } = await atTheTill();
    const presses = await Promise.all([pay(form, cookie), pay(form, cookie)]);
    const [id, same] = presses.map(press => cookieNamed('wt_basket', press));
    expect(same).toBe(id);
    const later = await pay(form, cookieOf(presses[0]));
    expect([later.status, cookieNamed('wt_basket', later)]).toEqual([303, undefined]);
    expect(new Set(placed().map(({ key, basketId }) => `${key} ${basketId}`)).size).toBe(1); // the form’s basket, not the new one
  });

  it('keeps its id while the bank has not answered: another card may have to pay it', async () => {
    const { cookie, form } = await atTheTill();
    ordersAnswer(no(409, 'basket-already-ordered', { orderId: randomUUID() }));
    const paid = await pay(form, cookie);
    expect([paid.status, cookieNamed('wt_basket', paid), moves()]).toEqual([303, undefined, []]);
  });

  it('keeps its id where it cannot be moved, and the order is shown all the same', async () => {
    const { cookie, form } = await atTheTill();
    services.checkout.does(seen =>
      seen.path === '/orders'
        ? answer.json({ ...order, id: randomUUID() }, { status: 201 })
        : seen.path.endsWith('/move')
          ? no(503, 'database-unavailable')
          : no(404, 'not-found'),
    );
    const paid = await pay(form, cookie, { priceVersions: 'wt-1001:3' });
    expect([paid.status, cookieNamed('wt_basket', paid)]).toEqual([303, undefined]);
  });
});

describe('a form whose basket has another id by now', () => {
  it('pays the basket that the browser has: it was moved by a sign-in in another tab', async () => {
    const { form } = await atTheTill();
    const moved = cookieOf(await add());
    expect((await pay(form, moved)).status).toBe(303);
    expect(placed().map(({ basketId }) => basketId)).toEqual([moved.slice('wt_basket='.length)]);
  });

  it('finds the order of the other tab when the basket of the browser is empty', async () => {
    const { form } = await atTheTill();
    const orderId = randomUUID();
    const own = randomUUID();
    services.checkout.does(({ body }) =>
      body.includes(own) ? no(409, 'basket-empty') : no(409, 'basket-already-ordered', { orderId }),
    );
    const shown = await pay(form, `wt_basket=${own}`);
    expect([shown.status, shown.headers.location]).toEqual([303, `/orders/${orderId}`]);
  });

  it('of another visitor pays the basket of the browser, and does not use up the key of its owner', async () => {
    const { cookie, form } = await atTheTill();
    const eve = cookieOf(await add());
    expect((await pay(form, eve)).status).toBe(303);
    expect((await pay(form, cookie)).status).toBe(303);
    const [evesOrder, owners] = placed();
    expect(evesOrder?.basketId).toBe(eve.slice('wt_basket='.length));
    expect(owners?.basketId).toBe(cookie.slice('wt_basket='.length));
    expect(evesOrder?.key).not.toBe(owners?.key);
  });
});

const order = {
  status: 'confirmed',
  declineReason: null,
  placedAt: '2026-11-23T12:00:00.000Z',
  lines: [],
  total: { amount: '12.50', currency: 'USD' },
  deliverTo: { name: 'Ada', street: '12 Quay Street', city: 'Falmouth', country: 'GB' },
  card: null,
  deliveries: [],
};
