import { randomUUID } from 'node:crypto';
import { answer, type AppProcess, fakeServer, realPostgres, startApp, until } from '@watertight/testing';
import { Ledger, SmallShop } from '../small-shop.fixture.ts';

const WITHIN = { withinMs: 10_000 };

describe('what is left half done', () => {
  const postgres = realPostgres();
  const ledger = new Ledger();
  const payment = fakeServer(ledger.charges);
  let checkout: AppProcess;
  const shop = new SmallShop(() => checkout.url, postgres);
  const start = (env: Record<string, string> = {}) =>
    startApp('checkout', {
      DATABASE_URL: postgres.url,
      PAYMENT_URL: payment.url,
      LEASE_MS: '1000',
      SWEEP_MS: '100',
      ...env,
    });

  beforeAll(async () => {
    checkout = await start();
    await shop.open();
  });
  afterEach(async () => {
    if (!checkout.isRunning) checkout = await start();
  });

  const orderOf = async (basketId: string) => {
    const [order] = await postgres.query<{ id: string; status: string; charge_number: number }>(
      'SELECT id, status, charge_number FROM orders WHERE basket_id = $1 ORDER BY placed_at DESC LIMIT 1',
      [basketId],
    );
    return order ?? { id: '', status: 'none', charge_number: 0 };
  };
  const reaches = (basketId: string, status: string) =>
    until(async () => (await orderOf(basketId)).status === status, WITHIN);
  const chargesOf = (orderId: string) => ledger.keysOf(orderId);

  it.each([
    ['order-reserved', 'charging', false],
    ['charge-answered', 'charging', true],
    ['order-confirmed', 'confirmed', true],
  ])(
    'by a kill -9 after %s stands at %s, and is finished by another process: one charge',
    async (step, left, charged) => {
      const other = checkout;
      checkout = await start({ FAULTS: 'on', CRASH_AT: step, SWEEP_MS: '600000' });
      const winch = await shop.product({ bergen: 1 });
      const basketId = await shop.basket({ [winch]: 1 });
      const [key, priceVersions] = [randomUUID(), { [winch]: 1 }];
      const chargesBefore = ledger.captured.size;
      await expect(shop.pay(basketId, { key, priceVersions })).rejects.toThrow('fetch failed');
      expect(await checkout.exited).toEqual({ code: null, signal: 'SIGKILL' });
      checkout = other;
      expect([(await orderOf(basketId)).status, ledger.captured.size - chargesBefore]).toEqual([left, charged ? 1 : 0]);

      await reaches(basketId, 'confirmed');
      const answered = await shop.pay(basketId, { key, priceVersions });
      expect([answered.status, answered.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
      expect(chargesOf(answered.body.id)).toHaveLength(1);
      expect(await shop.pieces(winch)).toEqual({ available: 0, reserved: 0, sold: 1 });
    },
  );

  it.each([
    { when: 'before the charge', arrives: false },
    { when: 'between the charge and the second transaction', arrives: true },
  ])('by a kill -9 $when is finished by the next process: one charge, and the key answers', async ({ arrives }) => {
    payment.does(seen => {
      if (arrives) ledger.charges(seen);
      return answer.nothing();
    });
    const winch = await shop.product({ bergen: 1 });
    const basketId = await shop.basket({ [winch]: 1 });
    const [key, priceVersions] = [randomUUID(), { [winch]: 1 }];
    const cut = shop.pay(basketId, { key, priceVersions }).catch(() => 'cut');
    await until(() => payment.requests.length === 1, WITHIN);
    await checkout.kill();
    expect(await cut).toBe('cut');
    expect((await orderOf(basketId)).status).toBe('charging');

    payment.does(ledger.charges);
    checkout = await start();
    const answered = await shop.pay(basketId, { key, priceVersions });
    const { id } = await orderOf(basketId);
    expect([answered.status, answered.body.id, answered.headers.get('idempotent-replayed')]).toEqual([201, id, 'true']);
    expect(chargesOf(id)).toHaveLength(1);
    expect(await shop.pieces(winch)).toEqual({ available: 0, reserved: 0, sold: 1 });
  });

  it('by a lost answer is told 202, settled by asking again with the same key, and charged once', async () => {
    payment.does(ledger.losesAnswers);
    const winch = await shop.product({ bergen: 1 });
    const basketId = await shop.basket({ [winch]: 1 });
    const [key, priceVersions] = [randomUUID(), { [winch]: 1 }];
    const pending = await shop.pay(basketId, { key, priceVersions });
    expect([pending.status, pending.body.status]).toEqual([202, 'charging']);
    const twin = await shop.pay(basketId, { key, priceVersions, deadlineMs: 400 });
    expect([twin.status, twin.body.id]).toEqual([202, pending.body.id]);

    payment.does(ledger.charges);
    await reaches(basketId, 'confirmed');
    const again = await shop.pay(basketId, { key, priceVersions });
    expect([again.status, again.body.status]).toEqual([201, 'confirmed']);
    expect(new Set(payment.requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(chargesOf(pending.body.id)).toHaveLength(1);
  });

  it('by a bank that says nothing is asked about again after 1 s, and may still be declined', async () => {
    const processing = (seen: { body: string }) => {
      const { orderId, amount, currency } = JSON.parse(seen.body) as Record<string, string>;
      const charge = { id: randomUUID(), orderId, amount, currency, card: null, status: 'processing' };
      return answer.json(charge, { status: 202 });
    };
    payment.does(processing);
    const winch = await shop.product({ bergen: 4 });
    const basketId = await shop.basket({ [winch]: 1 });
    const startedMs = performance.now();
    expect((await shop.pay(basketId, { cardToken: 'tok_declined' })).status).toBe(202);
    payment.does(ledger.charges);
    await until(() => payment.requests.length >= 2, WITHIN);
    expect(performance.now() - startedMs).toBeGreaterThan(1000);
    await reaches(basketId, 'reserved');
    expect((await orderOf(basketId)).charge_number).toBe(2);
    const paid = await shop.pay(basketId);
    expect(paid.status).toBe(201);
    expect(chargesOf(paid.body.id)).toHaveLength(1);
  });

  it('by a lost answer and then declined is set free at once, if it is too much to be held for another card', async () => {
    payment.does(() => answer.reset());
    const winch = await shop.product({ bergen: 100 });
    const basketId = await shop.basket({ [winch]: 6 });
    const paying = { key: randomUUID(), priceVersions: { [winch]: 1 }, cardToken: 'tok_declined' };
    expect((await shop.pay(basketId, paying)).status).toBe(202);
    payment.does(ledger.charges);
    await reaches(basketId, 'cancelled');
    expect(await shop.pieces(winch)).toEqual({ available: 100, reserved: 0, sold: 0 });
    const answered = await shop.pay(basketId, paying);
    expect([answered.status, answered.body['heldUntil']]).toEqual([402, null]);
    expect((await shop.pay(basketId)).status).toBe(201);
  });

  it('stays charging while payment is dead: nobody may say that nothing was charged, nor sell its pieces', async () => {
    payment.does(ledger.losesAnswers);
    const winch = await shop.product({ bergen: 1 });
    const basketId = await shop.basket({ [winch]: 1 });
    const key = randomUUID();
    await shop.pay(basketId, { key, priceVersions: { [winch]: 1 } });
    await payment.close();
    // Looked at twice since.
    const takenOver = `SELECT FROM orders WHERE basket_id = $1 AND fence >= 3 AND look_again_at > clock_timestamp()`;
    await until(async () => (await postgres.query(takenOver, [basketId])).length === 1, WITHIN);
    expect((await orderOf(basketId)).status).toBe('charging');
    expect(await shop.pieces(winch)).toEqual({ available: 0, reserved: 1, sold: 0 });
    const other = await shop.pay(basketId);
    expect(other.body.code).toBe('basket-already-ordered');
    payment.does(ledger.charges);
    await payment.open();
    await reaches(basketId, 'confirmed');
  });

  it('by a process frozen past its lease is finished by another; thawed, it changes nothing and answers the same', async () => {
    const other = await start();
    payment.does(seen => answer.after(payment.requests.length === 1 ? 300 : 0, ledger.charges(seen)));
    const winch = await shop.product({ bergen: 1 });
    const basketId = await shop.basket({ [winch]: 1 });
    const key = randomUUID();
    const frozen = shop.pay(basketId, { key, priceVersions: { [winch]: 1 } });
    await until(() => payment.requests.length === 1, WITHIN);
    checkout.freeze();
    await reaches(basketId, 'confirmed');
    checkout.thaw();
    const late = await frozen;
    expect([late.status, late.body.status]).toEqual([201, 'confirmed']);
    expect(await shop.pieces(winch)).toEqual({ available: 0, reserved: 0, sold: 1 });
    expect(
      await postgres.query(`SELECT FROM outbox WHERE queue = 'ship-order' AND event->>'orderId' = $1`, [late.body.id]),
    ).toHaveLength(1);
    await other.stop();
  });

  it('and taken over is not taken back by a first call that comes home with "nothing was sent"', async () => {
    const problem = { type: 'about:blank', title: 'x', status: 503, detail: 'x', code: 'bank-unavailable' };
    payment.does(
      seen =>
        payment.requests.length === 1
          ? answer.after(1800, answer.json(problem, { status: 503 }))
          : answer.after(1500, ledger.charges(seen)), // asked by the sweeper after 1 s, and still charging then
    );
    const winch = await shop.product({ bergen: 1 });
    const basketId = await shop.basket({ [winch]: 1 });
    const pending = await shop.pay(basketId);
    expect([201, 202]).toContain(pending.status); // never 503, nothing was charged
    await reaches(basketId, 'confirmed');
    expect(chargesOf(pending.body.id)).toHaveLength(1);
  });

  describe('with a hold of 0.7 s', () => {
    beforeAll(async () => {
      await checkout.stop();
      checkout = await start({ HOLD_MS: '700' });
    });

    it('by a customer whose card was declined is sold to the next one when the hold is over', async () => {
      const winch = await shop.product({ bergen: 4 });
      const basketId = await shop.basket({ [winch]: 1 });
      await shop.pay(basketId, { cardToken: 'tok_declined' });
      const next = await shop.basket({ [winch]: 4 });
      expect((await shop.pay(next)).body.code).toBe('out-of-stock');
      await reaches(basketId, 'cancelled');
      expect((await shop.pay(next)).status).toBe(201);
      expect((await shop.pay(basketId)).body.code).toBe('out-of-stock');
    });

    it('by a dead payment until the hold was over is placed once more when the same form is sent', async () => {
      await payment.close();
      const winch = await shop.product({ bergen: 1 });
      const basketId = await shop.basket({ [winch]: 1 });
      const [key, priceVersions] = [randomUUID(), { [winch]: 1 }];
      expect((await shop.pay(basketId, { key, priceVersions })).status).toBe(503);
      await reaches(basketId, 'cancelled');
      const given = await orderOf(basketId);
      await payment.open();
      const paid = await shop.pay(basketId, { key, priceVersions });
      expect([paid.status, paid.body.id]).toEqual([201, given.id]);
    });

    it('under an unsettled charge is held longer than any hold', async () => {
      payment.does(ledger.losesAnswers);
      const winch = await shop.product({ bergen: 1 });
      const basketId = await shop.basket({ [winch]: 1 });
      await shop.pay(basketId);
      await until(() => payment.requests.length >= 2, WITHIN); // a second later
      expect(await shop.pieces(winch)).toEqual({ available: 0, reserved: 1, sold: 0 });
      payment.does(ledger.charges);
      await reaches(basketId, 'confirmed');
    });
  });
});
