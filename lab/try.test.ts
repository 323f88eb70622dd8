import { type AppProcess, realPostgres, realRedis, startApp } from '@watertight/testing';
import { chargeTwice } from './try/charge-twice.ts';

describe('npm run try charge-twice', () => {
  const [bankData, ledger, redis] = [realPostgres(), realPostgres(), realRedis()];
  const opsToken = 'the-ops-token-of-the-tests';
  let bank: AppProcess;
  beforeAll(async () => {
    bank = await startApp('bank', { DATABASE_URL: bankData.url });
  });
  const startPayment = (env: Record<string, string>) =>
    startApp('payment', { DATABASE_URL: ledger.url, REDIS_URL: redis.url, BANK_URL: bank.url, ...env });
  const play = async (payment: AppProcess) => {
    const lines: string[] = [];
    const moved = await chargeTwice({ paymentUrl: payment.url, bankUrl: bank.url, opsToken }, line => lines.push(line));
    return { moved, lines };
  };
  const patterns = async (payment: AppProcess) => {
    const headers = { authorization: `Bearer ${opsToken}` };
    return ((await (await fetch(`${payment.url}/ops/patterns`, { headers })).json()) as { patterns?: object }).patterns;
  };

  it('moves 99.99 twice naively and once with the key, and leaves the pattern on', async () => {
    const payment = await startPayment({ FAULTS: 'on' });
    const { moved, lines } = await play(payment);
    expect(moved).toEqual({ naively: 2, withKey: 1 });
    const rows = await bankData.query(`SELECT FROM captures WHERE status = 'captured' AND amount_minor = 9999`);
    expect(rows).toHaveLength(3); // told by the bank's own table, not by the story
    const told = lines.join('\n');
    expect(told).toMatch(/Idempotency-Key: order-\d+-txn-1 {3}99\.99 USD/);
    expect(told).toMatch(
      /so the money moved 2 times: 199\.98 USD\.[^]*Idempotent-Replayed: true[^]*moved once: 99\.99 USD\./,
    );
    expect(await patterns(payment)).toEqual({ idempotency: true });
    await payment.stop();
  });

  it('cannot be played where FAULTS is off: there is no switch', async () => {
    const payment = await startPayment({});
    await expect(play(payment)).rejects.toThrow('it runs without FAULTS=on');
    expect(await patterns(payment)).toBeUndefined();
    await payment.stop();
  });
});
