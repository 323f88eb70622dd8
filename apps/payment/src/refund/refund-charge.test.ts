import { randomUUID } from 'node:crypto';
import { until } from '@watertight/testing';
import { charging } from '../charging.fixture.ts';

const { running, ledger, bankData, startPayment, startBank, charge, get } = charging({
  bankEnv: { FAULTS: 'on' },
  paymentEnv: { LEASE_MS: '500', SWEEP_MS: '100', FAULTS: 'on' },
});

async function refund(id: unknown, body: object, key = randomUUID(), payment = running.payment) {
  const response = await fetch(`${payment.url}/charges/${String(id)}/refunds`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key, 'request-caller': 'checkout' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const json = JSON.parse(text) as Record<string, unknown>;
  return { status: response.status, replayed: response.headers.get('idempotent-replayed') === 'true', text, json };
}
const atBank = (id: unknown) =>
  bankData.query('SELECT amount_minor::int AS minor FROM refunds WHERE capture = $1', [id]);
const refundedOf = async (id: unknown) => (await get(`/charges/${String(id)}`)).json['refunded'];
const balance = async (id: unknown) =>
  (
    await ledger.query(
      `SELECT sum(amount_minor)::int AS minor FROM ledger_entries WHERE charge_id = $1 AND account = 'bank'`,
      [id],
    )
  )[0]?.['minor'];

describe('a refund', () => {
  it('gives 10.00 of 99.99 back, once per key, to the same byte', async () => {
    const { id } = await charge();
    const key = randomUUID();
    const first = await refund(id, { amount: '10.00', reason: 'a dent' }, key);
    expect([first.status, first.replayed]).toEqual([201, false]);
    expect(first.json).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      chargeId: id,
      amount: '10.00',
      currency: 'USD',
      status: 'refunded',
    });
    const second = await refund(id, { amount: '10.00', reason: 'a dent' }, key);
    expect([second.status, second.replayed, second.text]).toEqual([201, true, first.text]);
    expect([await atBank(id), await refundedOf(id), await balance(id)]).toEqual([[{ minor: 1000 }], '10.00', 8999]);
  });

  it('of 10.00, 30 times at once, is made nine times of 99.99', async () => {
    const { id } = await charge();
    const answers = await Promise.all(Array.from({ length: 30 }, () => refund(id, { amount: '10.00' })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(9);
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused.map(({ json }) => json['code'])).toEqual(Array(21).fill('refund-exceeds-charge'));
    expect([(await atBank(id)).length, await refundedOf(id), await balance(id)]).toEqual([9, '90.00', 999]);
  });

  it('with one key, 20 times at once over two processes, one of them without Redis, is made once', async () => {
    const other = await startPayment({ REDIS_URL: '' });
    const { id } = await charge();
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => refund(id, { amount: '60.00' }, key, n % 4 === 0 ? running.payment : other)),
    );
    expect([...new Set(answers.map(({ status, text }) => `${status} ${text}`))]).toHaveLength(1);
    expect([answers[0]?.status, await atBank(id), await balance(id)]).toEqual([201, [{ minor: 6000 }], 3999]);
    await other.stop();
  });

  it.each([
    ['1200', 'JPY', '200', 1000],
    ['9.999', 'KWD', '0.001', 9998],
  ])('counts in the digits of the currency: of %s %s %s', async (amount, currency, back, minor) => {
    const { id } = await charge({ amount, currency });
    expect((await refund(id, { amount: back })).status).toBe(201);
    expect(await balance(id)).toBe(minor);
  });

  it.each([
    [{ amount: '0.00' }, 'amount'],
    [{ amount: '-1.00' }, 'amount'],
    [{ amount: 10 }, 'amount'],
    [{ amount: '1.00', reason: 'a\u0000b' }, 'reason'],
    [{ amount: '1.00', to: 'me' }, 'body'],
  ])('is refused for %j', async (body, field) => {
    const { id } = await charge();
    const { status, json } = await refund(id, body);
    expect([status, json['code'], json['errors']]).toMatchObject([400, 'invalid-request', [{ field }]]);
  });

  it('is refused with 422 when the amount has other digits than the currency of the charge', async () => {
    const { id } = await charge();
    const { status, json } = await refund(id, { amount: '10.0' });
    expect([status, json['code'], json['detail']]).toEqual([
      422,
      'refund-digits',
      'amount: exactly 2 digits after the point, as USD has',
    ]);
  });

  it('is refused for a charge that was declined, or never made, and under a key of another refund', async () => {
    const declined = await charge({ cardToken: 'tok_declined' });
    expect((await refund(declined.id, { amount: '1.00' })).json['code']).toBe('charge-not-captured');
    expect((await refund(randomUUID(), { amount: '1.00' })).json['code']).toBe('charge-not-found');
    const { id } = await charge();
    const key = randomUUID();
    await refund(id, { amount: '1.00' }, key);
    expect(await refund(id, { amount: '2.00' }, key)).toMatchObject({
      status: 422,
      json: { code: 'idempotency-key-reused' },
    });
    expect(await atBank(id)).toHaveLength(1);
  });
});

describe('a refund is made once', () => {
  const made = (id: unknown) => until(async () => (await balance(id)) === 8999, { withinMs: 10_000 });

  it.each(['refund-set-aside', 'bank-refunded'])('after kill -9 at %s, without its client', async step => {
    const { id } = await charge();
    const victim = await startPayment({ CRASH_AT: step, SWEEP_MS: '600000' });
    const key = randomUUID();
    await expect(refund(id, { amount: '10.00' }, key, victim)).rejects.toThrow('fetch failed');
    await made(id);
    expect([await atBank(id), await refundedOf(id)]).toEqual([[{ minor: 1000 }], '10.00']);
    expect((await refund(id, { amount: '10.00' }, key)).replayed).toBe(true);
  });

  it.each([
    ['is dead', {}],
    ['dies between its commit and its answer', { CRASH_AT: 'refund-committed' }],
  ])('when the bank %s: 202, the sum is set aside, and it is made when the bank is back', async (_, env) => {
    const { id } = await charge();
    const port = new URL(running.bank.url).port;
    await running.bank.stop();
    const dying = 'CRASH_AT' in env ? await startBank({ ...env, PORT: port }) : undefined;
    const first = await refund(id, { amount: '10.00' });
    expect([first.status, first.json['status'], await refundedOf(id)]).toEqual([202, 'processing', '10.00']);
    await dying?.exited;
    running.bank = await startBank({ PORT: port });
    await made(id);
    expect(await atBank(id)).toEqual([{ minor: 1000 }]);
  });
});
