import { randomUUID } from 'node:crypto';
import { type AppProcess, realPostgres, startApp } from '@watertight/testing';

const postgres = realPostgres();
let bank: AppProcess;
beforeAll(async () => {
  bank = await startApp('bank', { DATABASE_URL: postgres.url, DAWDLE_MS: '400' });
});

async function put(path: string, body: object) {
  const response = await fetch(bank.url + path, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, text, json: JSON.parse(text) as Record<string, unknown> };
}
const money = { amount: '99.99', currency: 'USD' };
const capture = (reference: string, cardToken = 'tok_visa') => put(`/captures/${reference}`, { ...money, cardToken });
const callOff = (reference: string, change = {}) => put(`/captures/${reference}/void`, { ...money, ...change });
const refund = (capture: string, amount: string, reference = randomUUID()) =>
  put(`/refunds/${reference}`, { capture, amount, currency: 'USD' });

describe('a tombstone', () => {
  it('keeps a request that arrives later from moving money, for ever', async () => {
    const reference = randomUUID();
    expect((await callOff(reference)).json).toMatchObject({ status: 'void', card: null, declineReason: null });
    expect((await capture(reference)).json).toMatchObject({ status: 'void' });
    expect((await refund(reference, '1.00')).json['code']).toBe('capture-not-found');
  });

  it('overtakes a request that the bank is still thinking about', async () => {
    const reference = randomUUID();
    const slow = capture(reference, 'tok_slow');
    await callOff(reference);
    expect((await slow).json['status']).toBe('void');
  });

  it.each([
    ['tok_visa', 'captured'],
    ['tok_declined', 'declined'],
  ])('comes too late for %s: it is told that it was %s', async (token, status) => {
    const reference = randomUUID();
    const first = await capture(reference, token);
    expect((await callOff(reference)).text).toBe(first.text);
    expect(first.json['status']).toBe(status);
  });

  it('and a capture at once come to one of the two, 30 times', async () => {
    for (let n = 1; n <= 30; n++) {
      const reference = randomUUID();
      const both = await Promise.all([capture(reference), callOff(reference)]);
      expect(new Set(both.map(({ text }) => text)).size).toBe(1);
    }
  });

  it('is not left for another amount', async () => {
    const reference = randomUUID();
    await capture(reference);
    expect(await callOff(reference, { amount: '1.00' })).toMatchObject({
      status: 409,
      json: { code: 'reference-reused' },
    });
  });
});

describe('a refund', () => {
  it('of 10.00 under 30 references at once goes back nine times of 99.99', async () => {
    const reference = randomUUID();
    await capture(reference);
    const answers = await Promise.all(Array.from({ length: 30 }, () => refund(reference, '10.00')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(9);
    expect(answers.filter(({ json }) => json['code'] === 'refund-exceeds-capture')).toHaveLength(21);
  });

  it('under one reference, 30 at once, goes back once and is answered alike', async () => {
    const [captured, reference] = [randomUUID(), randomUUID()];
    await capture(captured);
    const answers = await Promise.all(Array.from({ length: 30 }, () => refund(captured, '60.00', reference)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 200, json: { reference, capture: captured, amount: '60.00' } });
    expect((await refund(captured, '61.00', reference)).json['code']).toBe('reference-reused');
  });
});

it('lists what happened since a point in time, with what went back, page by page', async () => {
  const reference = randomUUID();
  const { json } = await capture(reference);
  await refund(reference, '10.00');
  const since = String(json['at']);
  const page = async (query: string) =>
    (await (await fetch(`${bank.url}/captures?${query}`)).json()) as {
      captures: { reference: string }[];
      next: string | null;
    };
  expect(await page(`since=${since}`)).toEqual({
    captures: [{ reference, status: 'captured', ...money, refunded: '10.00', at: since, memo: null }],
    next: null,
  });
  await postgres.query(
    `INSERT INTO captures (reference, status, amount_minor, currency, at)
     SELECT gen_random_uuid(), 'captured', 1, 'USD', '2030-01-01' FROM generate_series(1, 700)`,
  );
  const first = await page('since=2029-01-01T00:00:00Z');
  const second = await page(`since=2029-01-01T00:00:00Z&after=${first.next}`);
  const seen = new Set([...first.captures, ...second.captures].map(each => each.reference));
  expect([first.captures.length, second.captures.length, seen.size, second.next]).toEqual([500, 200, 700, null]);
  expect((await fetch(`${bank.url}/captures?since=yesterday`)).status).toBe(400);
});
