import { randomUUID } from 'node:crypto';
import type { Reconciliation } from '@watertight/contracts/payment';
import { type AppProcess, until } from '@watertight/testing';
import { charging } from './charging.fixture.ts';

const { running, ledger, bankData, startPayment, charge, get, capturesOf } = charging();
const WITHIN = { withinMs: 10_000 };

/** What a failover does that loses its last commits: rows are gone, whatever depended on them. */
async function forget(chargeId: unknown): Promise<void> {
  for (const table of ['transfers', 'charge_story'])
    await ledger.query(`ALTER TABLE ${table} DISABLE TRIGGER append_only`);
  for (const table of ['refunds', 'transfers', 'charge_story'])
    await ledger.query(`DELETE FROM ${table} WHERE charge_id = $1`, [chargeId]);
  await ledger.query('DELETE FROM charges WHERE id = $1', [chargeId]);
}
/** Another payment, which compares the books every 200 ms, until both say the same. */
async function untilMended(): Promise<void> {
  const mending: AppProcess = await startPayment({ RECONCILE_MS: '200', SWEEP_MS: '100' });
  await until(async () => {
    const { onlyAtBank, differing } = (await get('/reconciliation')).json as unknown as Reconciliation;
    return onlyAtBank.length + differing.length === 0;
  }, WITHIN);
  await mending.stop();
}

async function refund(chargeId: unknown, amount: string, key: string) {
  const response = await fetch(`${running.payment.url}/charges/${String(chargeId)}/refunds`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'request-caller': 'checkout', 'idempotency-key': key },
    body: JSON.stringify({ amount }),
  });
  return { status: response.status, text: await response.text() };
}

describe('a charge that the ledger has lost', () => {
  it('is entered again from the bank’s list, with its refunds; the same keys get the same bytes', async () => {
    const asked = { key: randomUUID(), orderId: randomUUID(), cardToken: 'tok_mastercard' };
    const first = await charge(asked);
    const refundKey = randomUUID();
    const refunded = await refund(first.id, '10.00', refundKey);
    await forget(first.id);
    expect((await get(`/charges/${first.id}`)).status).toBe(404);
    await untilMended();
    expect(await refund(first.id, '10.00', refundKey)).toEqual(refunded);
    expect((await get(`/charges?key=${asked.key}`)).json).toMatchObject({ id: first.id, refunded: '10.00' });
    const again = await charge(asked);
    expect([again.status, again.text, again.replayed]).toEqual([201, first.text, true]);
    expect((await charge({ ...asked, amount: '1.00' })).status).toBe(422);
    expect(await capturesOf(first.id)).toHaveLength(1);
    const story = (await get(`/charges/${first.id}/story`)).json['lines'] as { what: string }[];
    expect(story.map(({ what }) => what)).toEqual(['adopted', 'adopted']);
    expect(await ledger.query('SELECT FROM ledger_entries WHERE charge_id = $1', [first.id])).toHaveLength(4);
  });

  it('of an order that was charged again meanwhile is entered and refunded: the order has cost its price once', async () => {
    const orderId = randomUUID();
    const first = await charge({ orderId });
    await forget(first.id);
    const second = await charge({ orderId });
    expect(second.status).toBe(201);
    await untilMended();
    const left = await bankData.query(
      `SELECT reference FROM captures WHERE reference = ANY ($1) AND refunded_minor < amount_minor`,
      [[first.id, second.id]],
    );
    expect(left).toEqual([{ reference: second.id }]);
    expect((await get(`/charges/${first.id}`)).json).toMatchObject({ status: 'captured', refunded: '99.99' });
  });

  it('of an order with a charge under way waits for that one: declined, it leaves the order to the charge that was lost', async () => {
    const orderId = randomUUID();
    const first = await charge({ orderId });
    await forget(first.id);
    const second = { key: randomUUID(), orderId, cardToken: 'tok_declined' };
    await ledger.query(
      `INSERT INTO charges (id, scope, key, fingerprint, order_id, amount_minor, currency, card_token, owner, state, fence, lease_until, next_ask_at)
       VALUES (gen_random_uuid(), 'checkout', $1, 'v1:x', $2, 9999, 'USD', 'tok_declined', gen_random_uuid(), 'unknown', 1, now(), now() + interval '1 h')`,
      [second.key, orderId],
    );
    const mending = await startPayment({ RECONCILE_MS: '200', SWEEP_MS: '100' });
    await until(() => mending.logs().includes('do not match') && mending.logs().includes(String(first.id)), WITHIN);
    expect((await get(`/charges/${first.id}`)).status).toBe(404);
    await ledger.query('UPDATE charges SET next_ask_at = now() WHERE key = $1', [second.key]);
    await until(async () => (await get(`/charges/${first.id}`)).status === 200, WITHIN);
    expect((await get(`/charges/${first.id}`)).json).toMatchObject({ status: 'captured', refunded: '0.00' });
    await mending.stop();
  });

  it('whose order has another charge meanwhile: a refund that the bank refuses ends as refused, and its sum stays aside', async () => {
    const orderId = randomUUID();
    const first = await charge({ orderId });
    await bankData.query('UPDATE captures SET refunded_minor = 1 WHERE reference = $1', [first.id]); // lost here
    await ledger.query('UPDATE charges SET refunded_minor = 9999 WHERE id = $1', [first.id]); // as if it were set aside
    const second = await charge({ orderId });
    expect(second.status).toBe(201);
    await ledger.query(
      `INSERT INTO refunds (id, charge_id, scope, key, fingerprint, amount_minor, currency, state, next_ask_at)
       VALUES (gen_random_uuid(), $1, 'checkout', $2, 'v1:x', 9999, 'USD', 'pending', now())`,
      [first.id, randomUUID()],
    );
    const state = async () =>
      (await ledger.query('SELECT state FROM refunds WHERE charge_id = $1', [first.id]))[0]?.['state'];
    await until(async () => (await state()) === 'refused', WITHIN);
    expect((await get(`/charges/${first.id}`)).json['refunded']).toBe('99.99');
    const { differing } = (await get('/reconciliation')).json as unknown as Reconciliation;
    expect(differing.map(({ reference }) => reference)).toEqual([first.id]); // it is reported, and hidden by nothing
    await forget(first.id);
    await bankData.query('DELETE FROM captures WHERE reference = $1', [first.id]);
  });

  it('whose key comes again with another amount is not replaced by that: 422, and it is entered as it was', async () => {
    const asked = { key: randomUUID(), orderId: randomUUID() };
    const first = await charge(asked);
    await forget(first.id);
    expect((await charge({ ...asked, amount: '1.00' })).json['code']).toBe('idempotency-key-reused');
    await untilMended();
    expect((await charge(asked)).text).toBe(first.text);
    expect(await capturesOf(first.id)).toEqual([{ status: 'captured', minor: 9999 }]);
  });

  it('a day ago is entered at the next start, which looks two days back', async () => {
    const first = await charge();
    await forget(first.id);
    await bankData.query(`UPDATE captures SET at = at - interval '1 day' WHERE reference = $1`, [first.id]);
    await untilMended();
    expect((await get(`/charges/${first.id}`)).status).toBe(200);
  });

  it('whose memo belongs to another reference is not entered, only reported', async () => {
    const [lost, other] = [await charge(), await charge()];
    await bankData.query(
      'UPDATE captures SET memo = (SELECT memo FROM captures WHERE reference = $2) WHERE reference = $1',
      [lost.id, other.id],
    );
    await forget(lost.id);
    const mending = await startPayment({ RECONCILE_MS: '200' });
    await until(() => mending.logs().includes('do not match'), WITHIN);
    expect((await get(`/charges/${lost.id}`)).status).toBe(404);
    await mending.stop();
    await bankData.query('DELETE FROM captures WHERE reference = $1', [lost.id]);
  });
});
