import { randomUUID } from 'node:crypto';
import type { Reconciliation } from '@watertight/contracts/payment';
import { until } from '@watertight/testing';
import { charging } from './charging.fixture.ts';

const { running, ledger, bankData, startPayment, charge, get } = charging({ bankEnv: { DAWDLE_MS: '2000' } });
const compared = async (since?: string) =>
  (await get(`/reconciliation${since === undefined ? '' : `?since=${since}`}`)).json as unknown as Reconciliation;

describe('the books of both companies', () => {
  it('match after charges and declines, and wait for what is still being processed', async () => {
    for (const cardToken of ['tok_visa', 'tok_declined', 'tok_mastercard']) await charge({ cardToken });
    const running = charge({ cardToken: 'tok_slow' });
    const report = await compared();
    expect(report).toEqual({
      checkedAt: expect.stringMatching(/Z$/),
      since: expect.stringMatching(/Z$/),
      matched: 3,
      onlyHere: [],
      onlyAtBank: [],
      differing: [],
    });
    await running;
    expect((await compared()).matched).toBe(4);
  });

  it('are read over several pages: 1,100 captures the ledger has lost are all found', async () => {
    await bankData.query(
      `INSERT INTO captures (reference, status, amount_minor, currency, at)
       SELECT gen_random_uuid(), 'captured', 5, 'USD', '2020-01-01' FROM generate_series(1, 1100)`,
    );
    expect((await compared('2020-01-01T00:00:00.000Z')).onlyAtBank).toHaveLength(1100);
    expect((await compared()).onlyAtBank).toEqual([]);
  });

  it('tell on whoever lost, or changed, something; and a restart says so in the log', async () => {
    const [onlyAtBank, onlyHere, differing] = [await charge(), await charge(), await charge()];
    await ledger.query('ALTER TABLE transfers DROP CONSTRAINT transfers_charge_id_fkey');
    await ledger.query('DELETE FROM charges WHERE id = $1', [onlyAtBank.id]);
    await bankData.query('DELETE FROM captures WHERE reference = $1', [onlyHere.id]);
    await bankData.query('UPDATE captures SET amount_minor = 9998 WHERE reference = $1', [differing.id]);
    const here = { status: 'captured', amount: '99.99', currency: 'USD', refunded: '0.00' };
    expect(await compared()).toMatchObject({
      onlyAtBank: [{ reference: onlyAtBank.id, here: null, atBank: here }],
      onlyHere: [{ reference: onlyHere.id, here, atBank: null }],
      differing: [{ reference: differing.id, here, atBank: { ...here, amount: '99.98' } }],
    });
    const restarted = await startPayment();
    await until(() => restarted.logs().split('do not match').length === 3, { withinMs: 5_000 });
    expect(restarted.logs()).toContain(`charge ${onlyAtBank.id} of order`);
    const metrics = await (await fetch(`${restarted.url}/metrics`)).text();
    expect(metrics).toMatch(/watertight_unmatched_charges\{[^}]*\} 2\n/);
    await restarted.stop();
  });

  it('cannot be compared while the bank is away, and that is said', async () => {
    await running.bank.kill();
    expect(await get('/reconciliation')).toMatchObject({ status: 503, json: { code: 'bank-unavailable' } });
    expect(await get(`/reconciliation?since=${randomUUID()}`)).toMatchObject({ status: 400 });
  });
});
