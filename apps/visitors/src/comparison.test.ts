import { answer, fakeServer, realPostgres, startApp, until } from '@watertight/testing';
import { newestComparison } from './comparison.ts';
import { readReport } from './report.fixture.ts';

const WITHIN = { withinMs: 15_000 };
const orderId = (n: number) => `${n}${n}${n}${n}${n}${n}${n}${n}-1111-4111-8111-111111111111`;
const chargeId = '99999999-9999-4999-8999-999999999999';
const at = (minute: number) => `2026-11-26T12:0${minute}:00.000Z`;
const atMs = (minute: number) => Date.parse(at(minute));
const nothing = { paidWithoutCharge: [], chargedWithoutOrder: [] };

describe('orders and charges of a real checkout', () => {
  const postgres = realPostgres();
  const absent = fakeServer(answer.nothing);
  const charge = {
    id: chargeId,
    orderId: orderId(1),
    key: 'key-1',
    amount: '9.99',
    currency: 'USD',
    card: null,
    capturedAt: new Date().toISOString(),
    refunded: '0.00',
  };
  const payment = fakeServer(() => answer.json({ charges: [charge], next: null }));

  it('name a charge whose order checkout does not know', async () => {
    const checkout = await startApp('checkout', {
      DATABASE_URL: postgres.url,
      PAYMENT_URL: payment.url,
      COMPARE_MS: '200',
    });
    const visitors = await startApp('visitors', {
      STOREFRONT_URL: absent.url,
      CHECKOUT_URL: checkout.url,
      BANK_URL: absent.url,
    });
    const comparison = async () => (await readReport(visitors.url)).comparison;
    await until(async () => (await comparison())?.chargedWithoutOrder.count === 1, WITHIN);
    expect(await comparison()).toMatchObject({
      isStale: false,
      chargedWithoutOrder: { ids: [charge.orderId] },
      paidWithoutCharge: { count: 0 },
    });
  }, 60_000);
});

describe('the newest comparison', () => {
  const answered = (minute: number, ...paidWithoutCharge: string[]) => ({
    comparedAt: at(minute),
    paidWithoutCharge,
    chargedWithoutOrder: [],
  });
  const known = newestComparison(undefined, answered(1, orderId(1)), atMs(1));

  it('is unknown, not empty, before checkout has compared', () => {
    expect(newestComparison(undefined, undefined, atMs(1))).toBeUndefined();
    expect(newestComparison(undefined, { comparedAt: null, ...nothing }, atMs(1))).toBeUndefined();
  });

  it.each([
    ['no answer', undefined],
    ['a replica that has not compared yet', { comparedAt: null, ...nothing }],
    ['a replica that compared earlier', answered(0)],
    ['the same again', answered(1, orderId(1))],
  ])('is the same object after %s', (_, answer) => {
    expect(newestComparison(known, answer, atMs(2))).toBe(known);
  });

  it('is stale 3 min after it was made, and no longer so after the next', () => {
    expect(newestComparison(known, undefined, atMs(4))).toBe(known);
    const stale = newestComparison(known, undefined, atMs(4) + 1);
    expect(stale).toEqual({ ...known, isStale: true });
    expect(newestComparison(stale, answered(5), atMs(5))).toMatchObject({
      isStale: false,
      paidWithoutCharge: { count: 0, ids: [] },
    });
  });

  it('counts an order with two charges once', () => {
    const twice = [1, 2].map(() => ({ orderId: orderId(1), chargeId }));
    const comparison = newestComparison(undefined, { ...answered(1), chargedWithoutOrder: twice }, atMs(1));
    expect(comparison?.chargedWithoutOrder).toEqual({ count: 1, ids: [orderId(1)] });
  });
});
