import { randomUUID } from 'node:crypto';
import { type AppProcess, fakeServer, opsOnly, realPostgres, startApp } from '@watertight/testing';
import { Ledger, SmallShop } from './small-shop.fixture.ts';

/** What people type, paste and send who want to see something break. */
const typed = [
  "'; DROP TABLE orders; --",
  '\0',
  '\ud800',
  '../../etc/passwd',
  '%00',
  '{{7*7}}',
  'x'.repeat(10_000),
  '🧨',
  '',
];
const sent = [0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, true, null, [], {}, { $ne: null }, [[[[]]]]];
const hostile: unknown[] = [typed, sent].flat(1);

describe('hostile input', () => {
  const postgres = realPostgres();
  const payment = fakeServer(new Ledger().charges);
  let checkout: AppProcess;
  let winch: string;
  const shop = new SmallShop(() => checkout.url, postgres);

  beforeAll(async () => {
    checkout = await startApp('checkout', { DATABASE_URL: postgres.url, PAYMENT_URL: payment.url });
    await shop.open();
    winch = await shop.product({ bergen: 5 });
  });

  const order = () => ({
    basketId: randomUUID(),
    priceVersions: { [winch]: 1 },
    cardToken: 'tok_visa',
    deliverTo: { name: 'Ada', street: 'Quay 1', city: 'Bergen', country: 'NO' },
    customerId: randomUUID(),
    secret: shop.secret,
  });
  const post = (body: unknown, headers: Record<string, string> = { 'idempotency-key': randomUUID() }) =>
    shop.ask('POST', '/orders', body, headers);

  it.each(Object.keys(order()))('in %s of an order is refused by field and rule', async field => {
    for (const value of hostile) {
      const { status, body } = await post({ ...order(), [field]: value });
      // No price shown at all is a basket like any other to the schema; this one is empty.
      const expected = field === 'priceVersions' && JSON.stringify(value) === '{}' ? 409 : 400;
      expect([value, status, body['code']]).toEqual([
        value,
        expected,
        expected === 400 ? 'invalid-request' : 'basket-empty',
      ]);
    }
  });

  it.each(['name', 'street', 'city', 'country'])(
    'in %s of an address is refused, or is a name like any other',
    async field => {
      for (const value of hostile) {
        const { status, body } = await post({ ...order(), deliverTo: { ...order().deliverTo, [field]: value } });
        expect([
          value,
          [400, 409].includes(status),
          ['invalid-request', 'basket-empty'].includes(String(body['code'])),
        ]).toEqual([value, true, true]);
      }
    },
  );

  it('in a name that may be typed is kept as it is and comes back as it was', async () => {
    const name = `Robert'); DROP TABLE orders;-- <script>alert(1)</script> Ærø 🧨 ${'ж'.repeat(20)}`;
    const basketId = await shop.basket({ [winch]: 1 });
    const asked = order();
    const placed = await post({ ...asked, basketId, deliverTo: { ...asked.deliverTo, name } });
    expect(placed.status).toBe(201);
    const id = String(placed.body['id']);
    const { body } = await shop.read(id, { customerId: asked.customerId });
    expect(body.deliverTo).toMatchObject({ name });
  });

  it('in an address never reaches the database', async () => {
    const bad = ['x', "'", '%27%20OR%201=1', '%00', '..%2f..%2f', 'x'.repeat(190), '%F0%9F%A7%A8'];
    const paths = ['/baskets/?', '/baskets/?/count', '/stock/?', '/orders/?', '/stores/?'];
    for (const path of paths) {
      for (const value of bad) {
        const { status } = await shop.ask('GET', path.replace('?', value));
        expect([path, value, [400, 404].includes(status)]).toEqual([path, value, true]);
      }
    }
  });

  it.each(['productId', 'quantity'])('in %s of a line is refused', async field => {
    for (const value of hostile) {
      const line = { productId: winch, quantity: 1, [field]: value };
      const { status } = await shop.add(randomUUID(), line);
      expect([value, status]).toEqual([value, 400]);
    }
  });

  it('in a price is refused', async () => {
    const amounts = ['0.00', '100000.00', '10000000.00', '99999999.00', '1,00', '1e2', '99.990', '9.9', '-1.00', '٩٩'];
    for (const amount of [...hostile, ...amounts, ' 9.00', '+9.00', '09.00', '9.00\n', 'NaN', '0x10.00', '９.00']) {
      const { status, body } = await shop.setPrice(winch, amount);
      expect([amount, status, body.code]).toEqual([amount, 400, 'invalid-request']);
    }
    const euros = { price: { amount: '9.00', currency: 'EUR' } };
    const usual = { ...opsOnly, 'if-match': '"1"' };
    const change = (body: unknown, headers = {}) => shop.ask('PUT', `/prices/${winch}`, body, { ...usual, ...headers });
    expect((await change(euros)).status).toBe(400);
    expect((await change({ price: { amount: '9.00', currency: 'USD' }, storeId: 'bergen' })).status).toBe(400);
    expect((await change('{')).status).toBe(400);
    expect((await change('x'.repeat(110_000))).status).toBe(413);
    expect((await change('9.00', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await change({ price: { amount: '9.00', currency: 'USD' } }, { 'if-match': 'W/"1"' })).status).toBe(400);
    expect(await postgres.query('SELECT FROM prices WHERE version > 1')).toHaveLength(0);
  });

  it('in the key is refused: missing, empty, too long, not visible ASCII', async () => {
    expect((await post(order(), {})).body['code']).toBe('idempotency-key-missing');
    expect((await post(order(), { 'idempotency-key': '' })).body['code']).toBe('idempotency-key-missing');
    for (const key of ['x'.repeat(256), 'two words', 'é']) {
      expect((await post(order(), { 'idempotency-key': key })).body['code']).toBe('idempotency-key-invalid');
    }
  });

  it('as a body is refused: no JSON, unknown fields, too large, poisoned', async () => {
    expect((await post('{')).status).toBe(400);
    expect((await post('[]')).status).toBe(400);
    expect((await post({ ...order(), admin: true })).status).toBe(400);
    expect((await post('{"__proto__":{"admin":true}}')).status).toBe(400);
    expect((await post({ ...order(), padding: 'x'.repeat(110_000) })).status).toBe(413);
    expect((await post(order(), { 'content-type': 'text/plain', 'idempotency-key': 'k' })).status).toBe(415);
  });

  it('names thousands of prices that nobody set, and is told the price of the one line there is', async () => {
    const priceVersions = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`wt-${100_000 + i}`, 2 ** 40]));
    const basketId = await shop.basket({ [winch]: 1 });
    expect(
      (await post({ ...order(), basketId, priceVersions: { ...priceVersions, [winch]: 2 ** 40 } })).body,
    ).toMatchObject({
      code: 'price-changed',
      prices: [{ productId: winch, old: null }],
    });
  });

  it('has made no request break', () => {
    expect(checkout.logs()).not.toContain('a request broke');
  });
});
