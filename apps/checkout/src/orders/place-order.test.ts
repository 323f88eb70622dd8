import { randomBytes, randomUUID } from 'node:crypto';
import { answer, type AppProcess, fakeServer, realPostgres, startApp, until } from '@watertight/testing';
import { Ledger, SmallShop, statusesOf } from '../small-shop.fixture.ts';

const secretOf = () => randomBytes(32).toString('base64url');

describe('an order', () => {
  const postgres = realPostgres();
  const ledger = new Ledger();
  const payment = fakeServer(ledger.charges);
  let checkout: AppProcess;
  const shop = new SmallShop(() => checkout.url, postgres);

  beforeAll(async () => {
    checkout = await startApp('checkout', { DATABASE_URL: postgres.url, PAYMENT_URL: payment.url });
    await shop.open();
  });

  const ordersOf = (basketId: string) =>
    postgres.query<{ id: string; status: string; card_token: string | null; charge_number: number }>(
      'SELECT id, status, card_token, charge_number FROM orders WHERE basket_id = $1 ORDER BY placed_at',
      [basketId],
    );
  const keysSeen = () => payment.requests.map(({ headers }) => headers['idempotency-key']);

  it('is confirmed, sells its pieces and empties the basket', async () => {
    const winch = await shop.product({ bergen: 5 });
    const basketId = await shop.basket({ [winch]: 2 });
    const order = await shop.pay(basketId);
    expect(order.status).toBe(201);
    expect(order.body).toMatchObject({
      status: 'confirmed',
      declineReason: null,
      total: { amount: '199.98', currency: 'USD' },
      card: { brand: 'Visa', last4: '4242' },
      lines: [{ productId: winch, quantity: 2, price: { amount: '99.99' }, priceVersion: 1 }],
    });
    expect(ledger.keysOf(order.body.id).map(key => ledger.captured.get(key))).toEqual(['199.98']);
    expect(await shop.pieces(winch)).toEqual({ available: 3, reserved: 0, sold: 2 });
    expect((await shop.ask('GET', `/baskets/${basketId}`)).body).toMatchObject({ version: 2, count: 0, lines: [] });
    expect(await ordersOf(basketId)).toMatchObject([{ status: 'confirmed', card_token: null }]);
  });

  it('for the last piece goes to exactly one of ten browsers at once', async () => {
    const compass = await shop.product({ bergen: 1 });
    const baskets = await Promise.all(Array.from({ length: 10 }, () => shop.basket({ [compass]: 1 })));
    const { released } = await shop.hold(compass); // all ten see it on the shelf before one of them takes it
    const orders = await Promise.all(baskets.map(basketId => shop.pay(basketId)));
    await released;
    expect(statusesOf(orders)).toEqual([201, ...Array<number>(9).fill(409)]);
    const loser = orders.find(({ status }) => status === 409);
    expect(loser?.body).toMatchObject({
      code: 'out-of-stock',
      missing: [{ productId: compass, wanted: 1, available: 0 }],
    });
    expect(await shop.pieces(compass)).toEqual({ available: 0, reserved: 0, sold: 1 });
    expect(payment.requests).toHaveLength(1);
  });

  it('paid for by 20 clicks at once is one order, one charge, and the same bytes for all', async () => {
    payment.does(seen => answer.after(300, ledger.charges(seen)));
    const winch = await shop.product({ bergen: 50 });
    const basketId = await shop.basket({ [winch]: 1 });
    const priceVersions = { [winch]: 1 };
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, () => shop.pay(basketId, { key, priceVersions })));
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(201));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(19);
    expect(payment.requests).toHaveLength(1);
    expect(await shop.pieces(winch)).toEqual({ available: 49, reserved: 0, sold: 1 });
  });

  it('under a quoted key is the order under the bare one', async () => {
    const winch = await shop.product({ bergen: 2 });
    const basketId = await shop.basket({ [winch]: 1 });
    const key = randomUUID();
    const first = await shop.pay(basketId, { key, priceVersions: { [winch]: 1 } });
    const again = await shop.pay(basketId, { key: `"${key}"`, priceVersions: { [winch]: 1 } });
    expect([again.status, again.text]).toEqual([201, first.text]);
  });

  it('under a key that was used for another request is refused, and charges nothing', async () => {
    const winch = await shop.product({ bergen: 5 });
    const [mine, other] = [await shop.basket({ [winch]: 1 }), await shop.basket({ [winch]: 2 })];
    const key = randomUUID();
    await shop.pay(mine, { key });
    const refused = await shop.pay(other, { key });
    expect([refused.status, refused.body.code]).toEqual([422, 'idempotency-key-reused']);
    expect(payment.requests).toHaveLength(1);
  });

  it('at a price that changed meanwhile is refused with old and new, and reserves nothing', async () => {
    const winch = await shop.product({ bergen: 5 }, 9999);
    const basketId = await shop.basket({ [winch]: 1 });
    const priceVersions = await shop.shownVersions(basketId);
    expect((await shop.setPrice(winch, '109.00')).status).toBe(200);

    const refused = await shop.pay(basketId, { priceVersions });
    expect([refused.status, refused.body.code]).toEqual([409, 'price-changed']);
    expect(refused.body['prices']).toEqual([
      {
        productId: winch,
        name: `Winch ${winch}`,
        old: { amount: '99.99', currency: 'USD' },
        new: { amount: '109.00', currency: 'USD' },
        priceVersion: 2,
      },
    ]);
    expect(await shop.pieces(winch)).toEqual({ available: 5, reserved: 0, sold: 0 });
    expect(payment.requests).toHaveLength(0);

    const paid = await shop.pay(basketId);
    expect([paid.status, paid.body.total.amount]).toEqual([201, '109.00']);
  });

  it('with a line that was not shown is refused as a price that changed from nothing', async () => {
    const winch = await shop.product({ bergen: 5 });
    const refused = await shop.pay(await shop.basket({ [winch]: 1 }), { priceVersions: {} });
    expect([refused.status, refused.body.code]).toEqual([409, 'price-changed']);
    expect(refused.body['prices']).toMatchObject([{ productId: winch, old: null, priceVersion: 1 }]);
  });

  it('from two tabs at once is one order; the other tab learns which', async () => {
    payment.does(seen => answer.after(200, ledger.charges(seen)));
    const winch = await shop.product({ bergen: 5 });
    const basketId = await shop.basket({ [winch]: 1 });
    const priceVersions = { [winch]: 1 };
    const tabs = await Promise.all([shop.pay(basketId, { priceVersions }), shop.pay(basketId, { priceVersions })]);
    const [order, other] = tabs.toSorted((a, b) => a.status - b.status);
    expect([order?.status, other?.status]).toEqual([201, 409]);
    expect(other?.body).toMatchObject({ code: 'basket-already-ordered', orderId: order?.body.id });
    const later = await shop.pay(basketId, { priceVersions });
    expect(later.body).toMatchObject({ status: 409, code: 'basket-already-ordered', orderId: order?.body.id });
    expect(payment.requests).toHaveLength(1);
  });

  it('of an empty basket, or of one never seen, is refused', async () => {
    const refused = await shop.pay(randomUUID());
    expect([refused.status, refused.body.code]).toEqual([409, 'basket-empty']);
  });

  it('whose card is declined stays reserved, and another card pays it under the next charge', async () => {
    const winch = await shop.product({ bergen: 4 });
    const basketId = await shop.basket({ [winch]: 1 });
    const [key, priceVersions] = [randomUUID(), { [winch]: 1 }];
    const declined = await shop.pay(basketId, { key, priceVersions, cardToken: 'tok_declined' });
    expect(declined.status).toBe(402);
    expect(declined.body).toMatchObject({ code: 'card-declined', declineReason: 'insufficient funds' });
    expect(await shop.pieces(winch)).toEqual({ available: 3, reserved: 1, sold: 0 });
    const [{ id } = { id: '' }] = await ordersOf(basketId);
    expect((await shop.read(id)).body).toMatchObject({
      status: 'reserved',
      declineReason: 'insufficient funds',
    });

    const again = await shop.pay(basketId, { key, priceVersions, cardToken: 'tok_declined' });
    expect([again.status, again.text, again.headers.get('idempotent-replayed')]).toEqual([402, declined.text, 'true']);

    // A replica of the version before charges again without writing the key: it must not find the one of the first card.
    expect((await postgres.query('SELECT charge_key FROM orders WHERE id = $1', [id]))[0]).toEqual({
      charge_key: null,
    });

    const paid = await shop.pay(basketId, { cardToken: 'tok_visa' });
    expect([paid.status, paid.body.id]).toEqual([201, id]);
    expect(new Set(keysSeen()).size).toBe(2); // a card, a charge
    expect(ledger.keysOf(id)).toEqual(keysSeen().slice(1));
    expect(await shop.pieces(winch)).toEqual({ available: 3, reserved: 0, sold: 1 });
  });

  it('of a basket that was changed after a decline sets free what the first had reserved', async () => {
    const winch = await shop.product({ bergen: 4 });
    const basketId = await shop.basket({ [winch]: 1 });
    await shop.pay(basketId, { cardToken: 'tok_declined' });
    await shop.ask('PUT', `/baskets/${basketId}/lines/${winch}`, { quantity: 2 });
    const paid = await shop.pay(basketId);
    expect([paid.status, paid.body.total.amount]).toEqual([201, '199.98']);
    expect((await ordersOf(basketId)).map(({ status }) => status)).toEqual(['cancelled', 'confirmed']);
    expect(await shop.pieces(winch)).toEqual({ available: 2, reserved: 0, sold: 2 });
  });

  it('whose answer would come too late is answered 202 in the caller’s time, and is confirmed without it', async () => {
    payment.does(seen => answer.after(800, ledger.charges(seen)));
    const winch = await shop.product({ bergen: 1 });
    const basketId = await shop.basket({ [winch]: 1 });
    const startedMs = performance.now();
    const pending = await shop.pay(basketId, { deadlineMs: 400, priceVersions: { [winch]: 1 } });
    expect(performance.now() - startedMs).toBeLessThan(700); // payment's 800 ms are not waited for
    expect([pending.status, pending.body.status]).toEqual([202, 'charging']);
    await until(async () => (await ordersOf(basketId))[0]?.status === 'confirmed', { withinMs: 5000 });
    expect(payment.requests).toHaveLength(1);
  });

  it('is finished although its caller hangs up', async () => {
    payment.does(seen => answer.after(300, ledger.charges(seen)));
    const winch = await shop.product({ bergen: 1 });
    const basketId = await shop.basket({ [winch]: 1 });
    const gone = new AbortController();
    const priceVersions = { [winch]: 1 };
    const paying = shop.pay(basketId, { priceVersions, signal: gone.signal });
    await until(() => payment.requests.length === 1, { withinMs: 2000 });
    gone.abort();
    await expect(paying).rejects.toThrow('aborted');
    await until(async () => (await ordersOf(basketId))[0]?.status === 'confirmed', { withinMs: 5000 });
  });

  it('is told 409 and when to come back while its first request is still running', async () => {
    payment.does(seen => answer.after(1500, ledger.charges(seen)));
    const winch = await shop.product({ bergen: 1 });
    const basketId = await shop.basket({ [winch]: 1 });
    const [key, priceVersions] = [randomUUID(), { [winch]: 1 }];
    const first = shop.pay(basketId, { key, priceVersions });
    await until(() => payment.requests.length === 1, { withinMs: 2000 });
    const twin = await shop.pay(basketId, { key, priceVersions, deadlineMs: 500 });
    expect([twin.status, twin.body.code, twin.headers.get('retry-after')]).toEqual([409, 'request-in-progress', '1']);
    expect((await first).status).toBe(201);
  });

  it('larger than one card can be charged is refused before anything is reserved', async () => {
    const yacht = await shop.product({ bergen: 99 }, 9_999_999);
    const refused = await shop.pay(await shop.basket({ [yacht]: 11 }));
    expect([refused.status, refused.body.code]).toEqual([409, 'order-too-large']);
    expect(await shop.pieces(yacht)).toEqual({ available: 99, reserved: 0, sold: 0 });
  });

  it('of a customer is shown to that customer only, not for its secret', async () => {
    const winch = await shop.product({ bergen: 1 });
    const basketId = await shop.basket({ [winch]: 1 });
    const customerId = randomUUID();
    const { body } = await shop.pay(basketId, { customerId });
    const { secret } = shop;
    const others = [{}, { secrets: [secret] }, { secrets: [secret], customerId: randomUUID() }];
    const refused = await Promise.all(others.map(opening => shop.read(body.id, opening)));
    expect(refused.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(refused.map(({ text }) => text.includes('Quay'))).toEqual([false, false, false]);
    expect((await shop.read(body.id, { customerId })).status).toBe(200);
  });

  it('of a customer is shown to storefronts of the release before, which name the customer in the address', async () => {
    const basketId = await shop.basket({ [await shop.product({ bergen: 1 })]: 1 });
    const customerId = randomUUID();
    const { id } = (await shop.pay(basketId, { customerId })).body;
    const asks = [`?customerId=${customerId}`, `?basketId=${basketId}`, ''];
    const told = await Promise.all(asks.map(query => shop.ask('GET', `/orders/${id}${query}`)));
    expect(told.map(({ status }) => status)).toEqual([200, 404, 404]);
  });

  it('without a customer is shown for its secret only, of which only the hash is stored', async () => {
    const basketId = await shop.basket({ [await shop.product({ bergen: 1 })]: 1 });
    const [secret, another] = [secretOf(), secretOf()];
    const { id } = (await shop.pay(basketId, { secret })).body;
    const openings = [{}, { secrets: [another] }, { customerId: randomUUID() }, { secrets: [another, secret] }];
    const told = await Promise.all(openings.map(opening => shop.read(id, opening)));
    expect(told.map(({ status }) => status)).toEqual([404, 404, 404, 200]);
    const stored = await postgres.query(
      'SELECT row_to_json(o)::text AS o, row_to_json(k)::text AS k FROM orders o JOIN order_keys k ON k.order_id = o.id WHERE o.id = $1',
      [id],
    );
    expect(stored).toHaveLength(1);
    expect(JSON.stringify(stored)).not.toContain(secret);
  });

  it('without a secret, as the version before placed it, is not shown, also not to a caller that has none', async () => {
    const basketId = await shop.basket({ [await shop.product({ bergen: 1 })]: 1 });
    const { id } = (await shop.pay(basketId)).body;
    await postgres.query('UPDATE orders SET secret_hash = NULL WHERE id = $1', [id]);
    const told = await Promise.all([{}, { secrets: [] }, { secrets: [shop.secret] }].map(each => shop.read(id, each)));
    expect(told.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  it('whose card was declined is shown for the secret of the request that pays it, and no longer for the first one', async () => {
    const basketId = await shop.basket({ [await shop.product({ bergen: 1 })]: 1 });
    const [first, second] = [secretOf(), secretOf()];
    expect((await shop.pay(basketId, { secret: first, cardToken: 'tok_declined' })).status).toBe(402);
    const { id } = (await shop.pay(basketId, { secret: second })).body;
    const told = await Promise.all([first, second].map(secret => shop.read(id, { secrets: [secret] })));
    expect(told.map(({ status }) => status)).toEqual([404, 200]);
  });

  it('placed again under its key with another secret is the same order, and stays with the first one', async () => {
    const basketId = await shop.basket({ [await shop.product({ bergen: 1 })]: 1 });
    const priceVersions = await shop.shownVersions(basketId);
    const [key, first, second] = [randomUUID(), secretOf(), secretOf()];
    const { id } = (await shop.pay(basketId, { key, priceVersions, secret: first })).body;
    const again = await shop.pay(basketId, { key, priceVersions, secret: second });
    expect([again.status, again.body.id]).toEqual([201, id]);
    const told = await Promise.all([first, second].map(secret => shop.read(id, { secrets: [secret] })));
    expect(told.map(({ status }) => status)).toEqual([200, 404]);
  });

  it('whose key payment knows for another sum, and has no charge under any more, is declined and not left open', async () => {
    const no = (status: number, code: string) =>
      answer.json({ type: 'about:blank', title: code, status, detail: code, code }, { status });
    payment.does(({ method }) => (method === 'GET' ? no(404, 'charge-not-found') : no(422, 'idempotency-key-reused')));
    const winch = await shop.product({ bergen: 1 });
    const declined = await shop.pay(await shop.basket({ [winch]: 1 }));
    expect([declined.status, declined.body['declineReason']]).toEqual([
      402,
      'this form was used for another payment before',
    ]);
  });

  // Last, because they are what opens breakers.
  it('while payment is dead charges nothing and says so; the same key pays once it lives', async () => {
    const winch = await shop.product({ bergen: 1 });
    const basketId = await shop.basket({ [winch]: 1 });
    const [key, priceVersions] = [randomUUID(), { [winch]: 1 }];
    await payment.close();
    const refused = await shop.pay(basketId, { key, priceVersions });
    expect([refused.status, refused.body.code]).toEqual([503, 'payment-unavailable']);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(refused.headers.get('retry-allowed')).toBe('no'); // checkout is alive: a dead bank must not close the basket
    expect(await shop.pieces(winch)).toEqual({ available: 0, reserved: 1, sold: 0 });
    expect(await ordersOf(basketId)).toMatchObject([{ status: 'reserved', card_token: null }]);

    await payment.open();
    const paid = await shop.pay(basketId, { key, priceVersions });
    expect([paid.status, paid.headers.get('idempotent-replayed')]).toEqual([201, null]);
    expect(keysSeen()).toEqual(ledger.keysOf(paid.body.id));
    expect(await ordersOf(basketId)).toHaveLength(1);
  });

  it.each(['bank-unavailable', 'ledger-unavailable'])(
    'is told "nothing was charged" when payment says %s',
    async code => {
      const problem = { type: 'about:blank', title: code, status: 503, detail: 'Nothing was charged.', code };
      payment.does(() => answer.json(problem, { status: 503 }));
      const winch = await shop.product({ bergen: 1 });
      const refused = await shop.pay(await shop.basket({ [winch]: 1 }));
      expect([refused.status, refused.body.code]).toEqual([503, 'payment-unavailable']);
    },
  );
});
