import { randomUUID } from 'node:crypto';
import {
  type Answer,
  answer,
  type AppProcess,
  fakeServer,
  freePort,
  realPostgres,
  realRedis,
  type SeenRequest,
  startApp,
  tcpProxy,
  until,
} from '@watertight/testing';
import pg from 'pg';

const captured = ({ method, path, body }: SeenRequest): Answer => {
  if (method === 'GET') return answer.json({ captures: [], next: null });
  const { amount, currency } = JSON.parse(body) as { amount: string; currency: string };
  const at = '2026-01-01T00:00:00.000Z';
  const reference = path.split('/').at(-1);
  if (path.startsWith('/refunds'))
    return answer.json({
      reference,
      capture: (JSON.parse(body) as { capture: string }).capture,
      status: 'refunded',
      amount,
      currency,
      at,
    });
  return answer.json({ reference, status: 'captured', declineReason: null, amount, currency, card: null, at });
};

/** A ledger that is late: it neither answers nor fails in time, and what was sent to it takes effect afterwards. */
describe('with a ledger that is late', () => {
  const postgres = realPostgres();
  const redis = realRedis(); // without it a request begins with a read, and that may be lost without harm
  const wire = tcpProxy(() => postgres.url);
  const bank = fakeServer(captured);
  let payment: AppProcess;
  const asked = () => bank.requests.filter(({ method }) => method === 'PUT');
  const start = (databaseUrl: string, bankUrl: string) =>
    startApp('payment', {
      DATABASE_URL: databaseUrl,
      REDIS_URL: redis.url,
      BANK_URL: bankUrl,
      SWEEP_MS: '100',
      LEASE_MS: '1000',
    });
  beforeAll(async () => {
    payment = await start(wire.url, bank.url);
  });

  const post = async (path: string, key: string, body: object, to = payment) => {
    const response = await fetch(to.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key, 'request-deadline-ms': '6650' },
      body: JSON.stringify(body),
    });
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  };
  const charge = (key: string, to = payment) =>
    post('/charge-card', key, { orderId: key, amount: '99.99', currency: 'USD', cardToken: 'tok_visa' }, to);
  /** On a connection that stands: a new one would be refused, and then certainly nothing is written. */
  const holdWire = async () => {
    await fetch(`${payment.url}/charges/${randomUUID()}`);
    wire.hold();
  };
  const rowOf = async (key: string) => (await postgres.query('SELECT * FROM charges WHERE key = $1', [key]))[0];
  const stateIs = (key: string, state: string) =>
    until(async () => (await rowOf(key))?.['state'] === state, { withinMs: 15_000 });
  /** No statement that was sent is still waiting inside the server. */
  const allHaveEnded = () =>
    until(
      async () =>
        (
          await postgres.query(
            `SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE '%charges%'
             AND pid <> pg_backend_pid()`,
          )
        ).length === 0,
      { withinMs: 10_000 },
    );

  it('a table that is locked for 8 s: the server itself gives the claim up, nothing was charged, and nothing is', async () => {
    const key = randomUUID();
    const holder = new pg.Client(postgres.url);
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE charges IN ACCESS EXCLUSIVE MODE');
    const { status, json } = await charge(key);
    expect([status, json['code']]).toEqual([503, 'ledger-unavailable']);
    await holder.query('COMMIT');
    await holder.end();
    await allHaveEnded();
    expect(await rowOf(key)).toBeUndefined();
    expect(asked()).toEqual([]);
  });

  it('a claim that arrives after its request was answered: 202, one charge, without the client', async () => {
    const key = randomUUID();
    await holdWire();
    expect(await charge(key)).toMatchObject({ status: 202, json: { status: 'processing', orderId: key } });
    wire.release();
    await stateIs(key, 'captured');
    expect(new Set(asked().map(({ path }) => path)).size).toBe(1);
    expect((await charge(key)).status).toBe(201);
  });

  it('a claim that arrives after another request with its key was told that nothing was charged: nothing is', async () => {
    const key = randomUUID();
    const withoutBank = await start(postgres.url, `http://127.0.0.1:${await freePort()}`);
    await holdWire();
    expect((await charge(key)).status).toBe(202);
    expect((await charge(key, withoutBank)).json['code']).toBe('bank-unavailable');
    wire.release();
    await until(async () => (await fetch(`${payment.url}/charges/${randomUUID()}`)).status === 404, {
      withinMs: 10_000,
    });
    await allHaveEnded();
    expect(await rowOf(key)).toMatchObject({ state: 'taken-back', card_token: null });
    expect(asked()).toEqual([]);

    expect((await charge(key)).status).toBe(201); // a new instruction
    expect(asked()).toHaveLength(1);
  });

  it('a claim that may still arrive, then a refusal because the order has another charge: 202, for the claim is not known', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const both = { orderId: first, amount: '99.99', currency: 'USD', cardToken: 'tok_visa' };
    expect((await post('/charge-card', first, both)).status).toBe(201);
    wire.loseRequest(second);
    expect((await post('/charge-card', second, both)).status).toBe(202);
    expect((await post('/charge-card', second, both)).json['code']).toBe('order-already-charged');
  });

  it('a claim that never arrives, refused meanwhile because the order has another charge: not made when that is declined', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const both = { orderId: first, amount: '99.99', currency: 'USD', cardToken: 'tok_visa' };
    const other = await start(postgres.url, bank.url);
    await postgres.query(
      `INSERT INTO charges (id, scope, key, fingerprint, order_id, amount_minor, currency, card_token, owner, state, fence, lease_until, next_ask_at)
       VALUES (gen_random_uuid(), 'anonymous', $1, 'v1:x', $1, 9999, 'USD', 'tok_visa', gen_random_uuid(), 'unknown', 1, now(), now() + interval '1 h')`,
      [first],
    );
    await holdWire();
    expect((await post('/charge-card', second, both)).status).toBe(202);
    expect((await post('/charge-card', second, both, other)).json['code']).toBe('order-already-charged');
    await postgres.query(`UPDATE charges SET state = 'taken-back', card_token = NULL WHERE key = $1`, [first]);
    wire.forget();
    await until(() => wire.sent.filter(words => words.includes('claim')).length > 1, { withinMs: 15_000 });
    await fetch(`${payment.url}/charges/${randomUUID()}`); // the pool has come back, and the claim with it
    await allHaveEnded();
    expect(await rowOf(second)).toMatchObject({ state: 'taken-back', card_token: null });
    expect(asked()).toEqual([]);
    expect((await post('/charge-card', second, both)).status).toBe(201); // a new instruction
    await other.stop();
  });

  it('a refund whose sum is set aside late: 202, made once, without the client', async () => {
    const [key, refundKey] = [randomUUID(), randomUUID()];
    const { json } = await charge(key);
    const refund = () => post(`/charges/${String(json['id'])}/refunds`, refundKey, { amount: '10.00' });
    wire.holdFrom('WITH room AS');
    expect((await refund()).status).toBe(202);
    wire.release();
    await until(async () => (await rowOf(key))?.['refunded_minor'] === '1000', { withinMs: 15_000 });
    await until(async () => (await refund()).status === 201, { withinMs: 10_000 });
    const references = asked()
      .map(({ path }) => path)
      .filter(path => path.startsWith('/refunds'));
    expect(new Set(references).size).toBe(1); // asked for again, perhaps, under the same reference
  });

  it('a refund that never arrives, refused meanwhile because less is left: not made when more is left again', async () => {
    const [key, refundKey] = [randomUUID(), randomUUID()];
    const { json } = await charge(key);
    const path = `/charges/${String(json['id'])}/refunds`;
    const other = await start(postgres.url, bank.url);
    wire.holdFrom('WITH room AS');
    expect((await post(path, refundKey, { amount: '60.00' })).status).toBe(202);
    await postgres.query('UPDATE charges SET refunded_minor = 9000 WHERE key = $1', [key]);
    const refused = await post(path, refundKey, { amount: '60.00' }, other);
    expect([refused.status, refused.json['code']]).toEqual([409, 'refund-exceeds-charge']);
    await postgres.query('UPDATE charges SET refunded_minor = 0 WHERE key = $1', [key]);
    wire.forget();
    await until(() => wire.sent.filter(words => words.includes('WITH room AS')).length > 1, { withinMs: 15_000 });
    await fetch(`${payment.url}/charges/${randomUUID()}`);
    await allHaveEnded();
    expect(await postgres.query('SELECT state FROM refunds WHERE key = $1', [refundKey])).toEqual([
      { state: 'refused' },
    ]);
    expect((await rowOf(key))?.['refunded_minor']).toBe('0');
    await other.stop();
  });
});
