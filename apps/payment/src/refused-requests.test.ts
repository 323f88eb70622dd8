import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { type ChargeOverrides, charging } from './charging.fixture.ts';

const { running, ledger, charge, post, get } = charging();
const body = JSON.stringify({ orderId: 'never', amount: '99.99', currency: 'USD', cardToken: 'tok_visa' });

describe('a key', () => {
  it.each([
    ['is missing', {}, 'idempotency-key-missing'],
    ['is empty', { 'idempotency-key': '' }, 'idempotency-key-missing'],
    ['is quoted and empty', { 'idempotency-key': '""' }, 'idempotency-key-invalid'],
    ['has 256 characters', { 'idempotency-key': 'k'.repeat(256) }, 'idempotency-key-invalid'],
    ['holds a blank', { 'idempotency-key': 'order 7831' }, 'idempotency-key-invalid'],
    ['is not ASCII', { 'idempotency-key': 'größe' }, 'idempotency-key-invalid'],
  ])('that %s is refused', async (_, headers, code) => {
    const { status, json } = await post(body, headers);
    expect([status, json['code']]).toEqual([400, code]);
  });

  it('on two header lines is refused, also when both say the same', async () => {
    const answer = await new Promise<{ status: number | undefined; said: string }>((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': ['twice', 'twice'] };
      const call = httpRequest(`${running.payment.url}/charge-card`, { method: 'POST', headers }, response => {
        text(response).then(said => resolve({ status: response.statusCode, said }), reject);
      });
      call.once('error', reject).end(body);
    });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.said)).toMatchObject({ code: 'idempotency-key-invalid' });
  });

  it('of 255 characters is fine', async () => {
    expect((await charge({ key: randomUUID().padEnd(255, '~') })).status).toBe(201);
  });
});

describe('a body', () => {
  it.each([
    ['more digits than the currency has', { amount: '99.990' }, 'amount'],
    ['fewer digits than the currency has', { amount: '99.9' }, 'amount'],
    ['a point where JPY has none', { amount: '99.0', currency: 'JPY' }, 'amount'],
    ['two digits for KWD', { amount: '9.99', currency: 'KWD' }, 'amount'],
    ['a JSON number', { amount: 99.99 }, 'amount'],
    ['zero', { amount: '0.00' }, 'amount'],
    ['minus', { amount: '-1.00' }, 'amount'],
    ['plus', { amount: '+1.00' }, 'amount'],
    ['1000000.00', { amount: '1000000.00' }, 'amount'],
    ['an exponent', { amount: '1e2' }, 'amount'],
    ['a comma', { amount: '1,00' }, 'amount'],
    ['Arabic digits', { amount: '٩٩' }, 'amount'],
    ['a leading zero', { amount: '01.00' }, 'amount'],
    ['a blank', { amount: ' 1.00' }, 'amount'],
    ['a line break', { amount: '1.00\n' }, 'amount'],
    ['NaN', { amount: 'NaN' }, 'amount'],
    ['null', { amount: null }, 'amount'],
    ['an unknown currency', { currency: 'DOGE' }, 'currency'],
    ['a currency in small letters', { currency: 'usd' }, 'currency'],
    ['a card number for a token', { cardToken: '4242424242424242' }, 'cardToken'],
    ['SQL for an order', { orderId: `'; DROP TABLE charges; --` }, 'orderId'],
    ['NUL in an order', { orderId: 'a\u0000b' }, 'orderId'],
    ['a broken surrogate in an order', { orderId: 'a\ud800b' }, 'orderId'],
    ['65 characters for an order', { orderId: 'o'.repeat(65) }, 'orderId'],
    ['an unknown field', { discount: '1.00' }, 'body'],
  ])('with %s is told which field breaks a rule, and leaves the key free', async (_, change: object, field) => {
    const key = randomUUID();
    const { status, json, text: told } = await charge({ key, ...(change as ChargeOverrides) });
    expect([status, json['code']]).toEqual([400, 'invalid-request']);
    expect(json.errors.map(error => error.field)).toEqual([field]);
    expect(told).not.toContain('cardToken' in change ? change.cardToken : 'tok_visa');
    expect((await charge({ key })).status).toBe(201);
  });

  const headers = { 'idempotency-key': 'the-same-for-all-of-these', 'request-caller': 'checkout' };

  it.each(['', '{', 'null', '[]', '"99.99"', '{"__proto__":{"amount":"1.00"}}', '\u0000', 'amount=99.99'])(
    'that is %j is 400 with a list of what is wrong',
    async wrong => {
      const { status, json } = await post(wrong, headers);
      expect([status, json['code']]).toEqual([400, 'invalid-request']);
      expect(json.errors.length).toBeGreaterThan(0);
    },
  );

  it('of bytes that are no UTF-8 is 400', async () => {
    expect((await post(Uint8Array.of(0xff, 0xfe, 0x00, 0x80), headers)).status).toBe(400);
  });

  it('of 10 MB is 413, told to a sender who is still sending', async () => {
    const { status, json } = await post(`{"orderId":"${'x'.repeat(10_000_000)}"}`, headers);
    expect([status, json['code']]).toEqual([413, 'payload-too-large']);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'nonsense'])(
    'of type %s is 415',
    async type => {
      const { status, json } = await post(body, { ...headers, 'content-type': type });
      expect([status, json['code']]).toEqual([415, 'unsupported-media-type']);
    },
  );
});

describe('a charge is not looked for under', () => {
  it.each([
    '/charges/nonsense',
    '/charges/%zz',
    '/charges',
    '/charges?key=',
    `/charges?key=${'k'.repeat(256)}`,
    '/charges?key=a&key=b',
  ])('%s', async path => {
    expect(await get(path)).toMatchObject({ status: 400, json: { code: 'invalid-request' } });
  });
});

it('nothing of all this was charged, logged or broken', async () => {
  expect(await ledger.query(`SELECT FROM charges WHERE order_id = 'never'`)).toEqual([]);
  expect(running.payment.logs()).not.toMatch(/tok_|4242424242424242|"level":"(error|fatal)"/);
});
