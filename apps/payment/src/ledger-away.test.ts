import { randomUUID } from 'node:crypto';
import {
  type AppProcess,
  type Answer,
  answer,
  fakeServer,
  fate,
  realPostgres,
  realRedis,
  type SeenRequest,
  startApp,
  until,
} from '@watertight/testing';

/** Captures what it is asked for, 1.5 s later. */
const slowBank = ({ method, path, body }: SeenRequest): Answer => {
  if (method === 'GET') return answer.json({ captures: [], next: null });
  const { amount, currency } = JSON.parse(body) as { amount: string; currency: string };
  const capture = { reference: path.split('/').at(-1), status: 'captured', declineReason: null, amount, currency };
  return answer.after(1_500, answer.json({ ...capture, card: null, at: '2026-01-01T00:00:00.000Z' }));
};

const RESTARTS_INCLUDED_MS = 60_000;

describe('with Postgres away', () => {
  const postgres = realPostgres({ ownServer: true });
  const redis = realRedis();
  const bank = fakeServer(slowBank);
  let payment: AppProcess;
  const asked = () => bank.requests.filter(({ method }) => method === 'PUT');

  beforeAll(async () => {
    payment = await startApp('payment', {
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      BANK_URL: bank.url,
      SWEEP_MS: '100',
      LEASE_MS: '1000',
    });
  });

  const charge = async (key: string) => {
    const response = await fetch(`${payment.url}/charge-card`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key, 'request-deadline-ms': '6650' },
      body: JSON.stringify({ orderId: key, amount: '99.99', currency: 'USD', cardToken: 'tok_visa' }),
    });
    const json = (await response.json()) as Record<string, unknown>;
    const replayed = response.headers.get('idempotent-replayed') === 'true';
    return { status: response.status, retryAfter: response.headers.get('retry-after'), replayed, json };
  };

  it(
    'killed: it says that nothing was charged, before the bank is asked, and charges when the same key comes again',
    async () => {
      const key = randomUUID();
      await postgres.kill();
      const { status, json, retryAfter } = await charge(key);
      expect([status, json['code'], retryAfter]).toEqual([503, 'ledger-unavailable', '1']);
      expect((await fetch(`${payment.url}/charges/${randomUUID()}`)).status).toBe(503);
      expect(asked()).toEqual([]);

      await postgres.restart();
      await until(async () => (await charge(key)).status === 201, { withinMs: 20_000 });
      expect(new Set(asked().map(({ path }) => path)).size).toBe(1);
    },
    RESTARTS_INCLUDED_MS,
  );

  it(
    'frozen: the claim may still arrive, so the answer is 202, and it comes true without the client',
    async () => {
      const key = randomUUID();
      await postgres.freeze();
      expect(await charge(key)).toMatchObject({ status: 202, json: { status: 'processing' } });
      expect((await fetch(`${payment.url}/charges/${randomUUID()}`)).status).toBe(503);
      expect(asked()).toEqual([]);

      await postgres.thaw();
      const state = async () => (await postgres.query('SELECT state FROM charges WHERE key = $1', [key]))[0]?.['state'];
      await until(async () => (await state()) === 'captured', { withinMs: 15_000 });
      expect(new Set(asked().map(({ path }) => path)).size).toBe(1);
      expect(await charge(key)).toMatchObject({ status: 201, replayed: true });
    },
    RESTARTS_INCLUDED_MS,
  );

  it(
    'replays nothing that Redis alone knows',
    async () => {
      const key = randomUUID();
      expect((await charge(key)).status).toBe(201);
      await postgres.kill();
      // Redis knows the key, so "nothing was charged" would be a guess about its first request.
      expect((await charge(key)).status).toBe(202);
      expect((await charge(randomUUID())).json['code']).toBe('ledger-unavailable');
      expect(asked()).toHaveLength(1);
    },
    RESTARTS_INCLUDED_MS,
  );

  it(
    'between the capture and its verdict: 202, and settled by itself when it is back',
    async () => {
      const key = randomUUID();
      const call = fate(charge(key));
      await until(() => asked().length === 1, { withinMs: 5_000 });
      await postgres.kill();
      await until(() => call.state === 'resolved', { withinMs: 6_000 });
      expect(call).toMatchObject({ value: { status: 202, json: { status: 'processing' } } });

      await postgres.restart();
      const state = async () => (await postgres.query('SELECT state FROM charges WHERE key = $1', [key]))[0]?.['state'];
      await until(async () => (await state()) === 'captured', { withinMs: 15_000 });
      expect(new Set(asked().map(({ path }) => path)).size).toBe(1);
      const entries = `SELECT account FROM ledger_entries e JOIN charges c ON c.id = e.charge_id WHERE key = $1`;
      expect(await postgres.query(entries, [key])).toHaveLength(2);
    },
    RESTARTS_INCLUDED_MS,
  );
});
