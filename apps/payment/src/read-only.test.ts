import { randomUUID } from 'node:crypto';
import { type AppProcess, realPostgres, realRedis, startApp, until } from '@watertight/testing';

describe('while Postgres takes no writes, as a standby that is not promoted yet', () => {
  const postgres = realPostgres({ ownServer: true });
  const bankData = realPostgres();
  const redis = realRedis();
  let payment: AppProcess;

  beforeAll(async () => {
    const bank = await startApp('bank', { DATABASE_URL: bankData.url });
    payment = await startApp('payment', {
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      BANK_URL: bank.url,
      SWEEP_MS: '100',
    });
  }, 60_000);

  const post = async (path: string, body: object, key: string) => {
    const response = await fetch(payment.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    });
    const { code, id } = (await response.json()) as { code?: string; id?: string };
    return { status: response.status, retryAfter: response.headers.get('retry-after'), code, id };
  };
  const charge = (key: string) =>
    post('/charge-card', { orderId: key, amount: '99.99', currency: 'USD', cardToken: 'tok_visa' }, key);
  const refund = (chargeId: string | undefined, key: string) =>
    post(`/charges/${chargeId}/refunds`, { amount: '10.00' }, key);
  const refused = { status: 503, retryAfter: '1', code: 'ledger-unavailable', id: undefined };

  it('a charge and a refund are refused as 503, the bank is not asked, and both are made under the same keys later', async () => {
    const paid = await charge(randomUUID());
    const [chargeKey, refundKey] = [randomUUID(), randomUUID()];
    await postgres.refuseWrites();
    expect(await charge(chargeKey)).toEqual(refused);
    expect(await refund(paid.id, refundKey)).toEqual(refused);
    expect((await fetch(`${payment.url}/charges/${paid.id}`)).status).toBe(200);
    expect(await bankData.query('SELECT FROM captures')).toHaveLength(1);

    await postgres.takeWrites();
    const isMade = async (send: () => Promise<{ status: number }>) => (await send()).status === 201;
    await until(() => isMade(() => charge(chargeKey)), { withinMs: 5000 });
    await until(() => isMade(() => refund(paid.id, refundKey)), { withinMs: 5000 });
    expect(await bankData.query('SELECT FROM captures')).toHaveLength(2);
    expect(payment.logs()).not.toContain('a request broke');
  });
});
