import { randomUUID } from 'node:crypto';
import {
  type Answer,
  answer,
  type AppProcess,
  fakeServer,
  realPostgres,
  type SeenRequest,
  startApp,
  until,
} from '@watertight/testing';
import { charging } from './charging.fixture.ts';

describe('with the bank dead', () => {
  const { running, bankData, charge, get, rowOf, capturesOf } = charging({ paymentEnv: { SWEEP_MS: '100' } });

  it('nothing is charged, the key and the order stay free, and the same key pays when it is back', async () => {
    const asked = { key: randomUUID(), orderId: randomUUID() };
    const { bank } = running;
    await bank.kill();

    const refused = await charge(asked);
    expect([refused.status, refused.json['code'], refused.headers.get('retry-after')]).toEqual([
      503,
      'bank-unavailable',
      '1',
    ]);
    expect(await rowOf(asked.key)).toMatchObject({ state: 'taken-back', card_token: null });
    expect((await get(`/charges?key=${asked.key}`)).status).toBe(404);
    expect((await charge({ orderId: asked.orderId })).json['code']).toBe('bank-unavailable');

    running.bank = await startApp('bank', { DATABASE_URL: bankData.url, PORT: new URL(bank.url).port });
    const { status, replayed, id } = await charge(asked);
    expect([status, replayed]).toEqual([201, false]);
    expect(await capturesOf(id)).toHaveLength(1);
  });
});

describe('with a bank whose answer says nothing certain', () => {
  const ledger = realPostgres();
  const bank = fakeServer();
  let payment: AppProcess;
  beforeAll(async () => {
    payment = await startApp('payment', { DATABASE_URL: ledger.url, BANK_URL: bank.url, SWEEP_MS: '50' });
  });
  const honest = ({ method, path, body }: Pick<SeenRequest, 'method' | 'path' | 'body'>): Answer => {
    if (method === 'GET') return answer.json({ captures: [], next: null });
    const { amount, currency } = JSON.parse(body) as { amount: string; currency: string };
    const reference = path.split('/').at(-1);
    const at = '2026-01-01T00:00:00.000Z';
    return answer.json({ reference, status: 'captured', declineReason: null, amount, currency, card: null, at });
  };

  it.each([
    ['a 500', answer.json({}, { status: 500 })],
    ['a 503', answer.json({}, { status: 503, headers: { 'retry-allowed': 'no' } })],
    ['a 400', answer.json({}, { status: 400 })],
    ['a 404', answer.json({}, { status: 404 })],
    ['a reset', answer.reset()],
    ['half an answer', answer.half({ status: 'captured' })],
    ['no HTTP', answer.garbage()],
    ['an answer without end', answer.endless()],
    [
      'somebody else’s capture',
      honest({ method: 'PUT', path: `/${randomUUID()}`, body: '{"amount":"99.99","currency":"USD"}' }),
    ],
  ])('%s is never "failed": 202, and the same reference is sent until it says', async (_, said) => {
    const orderId = randomUUID();
    bank.does(() => said);
    const response = await fetch(`${payment.url}/charge-card`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': orderId },
      body: JSON.stringify({ orderId, amount: '99.99', currency: 'USD', cardToken: 'tok_visa' }),
    });
    expect([response.status, await response.json()]).toMatchObject([202, { status: 'processing', orderId }]);

    bank.does(honest);
    await until(
      async () =>
        (await ledger.query('SELECT state FROM charges WHERE order_id = $1', [orderId]))[0]?.['state'] === 'captured',
      { withinMs: 10_000 },
    );
    const asked = bank.requests.filter(({ method }) => method === 'PUT');
    expect(new Set(asked.map(({ path }) => path)).size).toBe(1);
  });
});
