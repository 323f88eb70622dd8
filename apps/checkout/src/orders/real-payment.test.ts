import { randomUUID } from 'node:crypto';
import { type AppProcess, realPostgres, startApp, until } from '@watertight/testing';
import { SmallShop } from '../small-shop.fixture.ts';

const WITHIN = { withinMs: 15_000 };

describe('an order with the real payment and the real bank', () => {
  const [postgres, ledger, bankData] = [realPostgres(), realPostgres(), realPostgres()];
  let [checkout, payment, bank]: AppProcess[] = [];
  const startPayment = (env: Record<string, string> = {}) =>
    startApp('payment', { DATABASE_URL: ledger.url, BANK_URL: bank?.url ?? '', LEASE_MS: '5000', ...env });
  const shop = new SmallShop(() => checkout?.url ?? '', postgres);

  beforeAll(async () => {
    bank = await startApp('bank', { DATABASE_URL: bankData.url });
    payment = await startPayment();
    checkout = await startApp('checkout', { DATABASE_URL: postgres.url, PAYMENT_URL: payment.url, SWEEP_MS: '200' });
    await shop.open();
  });

  /** What the bank did for an order, by the charges payment has of it. */
  async function capturesOf(orderId: string) {
    const charges = await ledger.query<{ id: string }>('SELECT id FROM charges WHERE order_id = $1', [orderId]);
    const ids = charges.map(({ id }) => id);
    return bankData.query(
      'SELECT status, amount_minor::int AS minor FROM captures WHERE reference = ANY($1) ORDER BY status',
      [ids],
    );
  }
  const statusOf = async (basketId: string) =>
    (await postgres.query('SELECT status FROM orders WHERE basket_id = $1', [basketId]))[0]?.['status'];
  const basketOfOne = async () => shop.basket({ [await shop.product({ bergen: 4 }, 9999)]: 1 });

  it('is confirmed with the card the bank names', async () => {
    const paid = await shop.pay(await basketOfOne(), { cardToken: 'tok_mastercard' });
    expect([paid.status, paid.body.card]).toEqual([201, { brand: 'Mastercard', last4: '4444' }]);
    expect(await capturesOf(paid.body.id)).toEqual([{ status: 'captured', minor: 9999 }]);
  });

  it('is declined in the bank’s words, and paid by another card', async () => {
    const basketId = await basketOfOne();
    const declined = await shop.pay(basketId, { cardToken: 'tok_insufficient_funds' });
    expect([declined.status, declined.body['declineReason']]).toEqual([402, 'insufficient funds']);
    const paid = await shop.pay(basketId);
    expect(paid.status).toBe(201);
    expect(await capturesOf(paid.body.id)).toEqual([
      { status: 'captured', minor: 9999 },
      { status: 'declined', minor: 9999 },
    ]);
  });

  it('is charged once when the bank loses its answer', async () => {
    const basketId = await basketOfOne();
    const key = randomUUID();
    const priceVersions = await shop.shownVersions(basketId);
    const first = await shop.pay(basketId, { key, priceVersions, cardToken: 'tok_lost_response' });
    expect([201, 202]).toContain(first.status);
    await until(async () => (await statusOf(basketId)) === 'confirmed', WITHIN);
    const again = await shop.pay(basketId, { key, priceVersions, cardToken: 'tok_lost_response' });
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    expect(await capturesOf(first.body.id)).toEqual([{ status: 'captured', minor: 9999 }]);
  });

  it('is refused with "nothing was charged" while the bank is dead, and paid under the same key when it is back', async () => {
    const basketId = await basketOfOne();
    const key = randomUUID();
    const priceVersions = await shop.shownVersions(basketId);
    const port = new URL(bank?.url ?? '').port;
    await bank?.kill();
    const refused = await shop.pay(basketId, { key, priceVersions });
    expect([refused.status, refused.body.code]).toEqual([503, 'payment-unavailable']);
    expect(await statusOf(basketId)).toBe('reserved');
    bank = await startApp('bank', { DATABASE_URL: bankData.url, PORT: port });
    const paid = await shop.pay(basketId, { key, priceVersions });
    expect(paid.status).toBe(201);
    expect(await capturesOf(paid.body.id)).toEqual([{ status: 'captured', minor: 9999 }]);
  });

  it('is finished when payment is killed in the middle of it and started again', async () => {
    const basketId = await basketOfOne();
    const port = new URL(payment?.url ?? '').port;
    const paying = shop.pay(basketId, { cardToken: 'tok_slow' });
    await until(async () => (await ledger.query(`SELECT FROM charges WHERE state = 'pending'`)).length === 1, WITHIN);
    await payment?.kill();
    const pending = await paying;
    expect([pending.status, pending.body.status]).toEqual([202, 'charging']);
    payment = await startPayment({ PORT: port });
    await until(async () => (await statusOf(basketId)) === 'confirmed', { withinMs: 30_000 });
    expect(await capturesOf(pending.body.id)).toEqual([{ status: 'captured', minor: 9999 }]);
  }, 50_000);
});
