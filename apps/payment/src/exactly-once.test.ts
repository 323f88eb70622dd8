import { randomUUID } from 'node:crypto';
import { type AppProcess, fate, until } from '@watertight/testing';
import { charging } from './charging.fixture.ts';

const { running, ledger, startPayment, charge, get, rowOf, capturesOf } = charging({
  bankEnv: { DAWDLE_MS: '1500' },
  paymentEnv: { LEASE_MS: '1000', SWEEP_MS: '100' },
});
const entriesOf = (id: unknown) => ledger.query('SELECT account FROM ledger_entries WHERE charge_id = $1', [id]);
const settled = (id: unknown) =>
  until(async () => (await get(`/charges/${String(id)}`)).json['status'] === 'captured', { withinMs: 10_000 });

/** What every story below must end with. */
async function expectOneCharge(id: unknown) {
  expect(await capturesOf(id)).toEqual([{ status: 'captured', minor: 9999 }]);
  expect(await entriesOf(id)).toHaveLength(2);
}

describe('one charge', () => {
  it('for 100 requests with one key at once, over 2 processes: one captures, 99 get the same bytes', async () => {
    const second = await startPayment();
    const asked = { key: randomUUID(), orderId: randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => charge(asked, n % 2 === 0 ? running.payment : second)),
    );
    expect(new Set(answers.map(({ status, text, location }) => `${status} ${location} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    await expectOneCharge(answers[0]?.id);
    await second.stop();
  });

  it('when the bank captured and its answer was lost: 202, settled without the client, then replayed', async () => {
    const asked = { key: randomUUID(), orderId: randomUUID(), cardToken: 'tok_lost_response' };
    const { status, json, id, headers } = await charge(asked);
    expect([status, json['status'], headers.get('retry-after')]).toEqual([202, 'processing', '1']);
    await settled(id);
    const repeat = await charge(asked);
    expect([repeat.status, repeat.replayed, repeat.id]).toEqual([201, true, id]);
    await expectOneCharge(id);
  });

  it('when the client repeats before the sweeper has settled it', async () => {
    const asked = { key: randomUUID(), orderId: randomUUID(), cardToken: 'tok_lost_response' };
    expect((await charge(asked)).status).toBe(202);
    const repeat = await charge(asked);
    expect(repeat.status).toBe(201);
    await expectOneCharge(repeat.id);
  });

  it('when the bank captured and stays silent: 202 after its 5 s, below the 7 s of checkout', async () => {
    const asked = { key: randomUUID(), orderId: randomUUID(), cardToken: 'tok_silent', deadlineMs: 6_650 };
    const startedAt = performance.now();
    const { status, id } = await charge(asked);
    expect([status, performance.now() - startedAt < 6_650]).toEqual([202, true]);
    await settled(id);
    await expectOneCharge(id);
  });

  it('when the caller leaves 50 ms into a bank call of 1.5 s and repeats after 2 s', async () => {
    const asked = { key: randomUUID(), orderId: randomUUID(), cardToken: 'tok_slow' };
    await expect(charge({ ...asked, signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout');
    await until(async () => (await rowOf(asked.key))?.['state'] === 'captured', { withinMs: 5_000 });
    const repeat = await charge(asked);
    expect([repeat.status, repeat.replayed]).toEqual([201, true]);
    await expectOneCharge(repeat.id);
  });

  it('when the bank thinks for 1.5 s and the lease is 1 s: it is renewed, nobody takes over', async () => {
    const key = randomUUID();
    const { status, id } = await charge({ key, cardToken: 'tok_slow' });
    expect([status, await rowOf(key)]).toMatchObject([201, { fence: 1 }]);
    await expectOneCharge(id);
  });

  it('answers 202 to a caller whose 500 ms end before the bank has said, and settles all the same', async () => {
    const { status, id } = await charge({ cardToken: 'tok_slow', deadlineMs: 500 });
    expect(status).toBe(202);
    await settled(id);
    await expectOneCharge(id);
  });
});

describe('one charge after kill -9 of payment with the row pending', () => {
  const killedWhilePending = async (asked: { key: string; orderId: string }, victim: AppProcess) => {
    const call = fate(charge({ ...asked, cardToken: 'tok_slow' }, victim));
    await until(() => rowOf(asked.key), { withinMs: 5_000 });
    await victim.kill();
    await until(() => call.state === 'rejected', { withinMs: 1_000 });
    expect(await rowOf(asked.key)).toMatchObject({ state: 'pending', fence: 1 });
  };

  it('when the client repeats: it waits for the lease to end and takes over', async () => {
    const asked = { key: randomUUID(), orderId: randomUUID() };
    const [victim, heir] = [await startPayment({ SWEEP_MS: '600000' }), await startPayment({ SWEEP_MS: '600000' })];
    await running.payment.stop();
    await killedWhilePending(asked, victim);
    const repeat = await charge({ ...asked, cardToken: 'tok_slow' }, heir);
    expect([repeat.status, repeat.replayed]).toEqual([201, false]);
    expect(await rowOf(asked.key)).toMatchObject({ fence: 2 });
    await expectOneCharge(repeat.id);
    await heir.stop();
    running.payment = await startPayment();
  });

  it('when no client ever comes back: the sweeper settles it', async () => {
    const asked = { key: randomUUID(), orderId: randomUUID() };
    const victim = await startPayment({ SWEEP_MS: '600000' });
    await killedWhilePending(asked, victim);
    await until(async () => (await rowOf(asked.key))?.['state'] === 'captured', { withinMs: 10_000 });
    await expectOneCharge((await rowOf(asked.key))?.['id']);
  });
});

describe('one charge over two processes', () => {
  it('when one freezes past its lease, the other finishes, and the first wakes up', async () => {
    const asked = { key: randomUUID(), orderId: randomUUID(), cardToken: 'tok_slow' };
    const sleeper = await startPayment({ SWEEP_MS: '600000' });
    const late = charge(asked, sleeper);
    await until(() => rowOf(asked.key), { withinMs: 5_000 });
    sleeper.freeze();
    await until(async () => (await rowOf(asked.key))?.['state'] === 'captured', { withinMs: 10_000 });
    const before = await rowOf(asked.key);
    sleeper.thaw();
    const woken = await late;
    expect([woken.status, woken.replayed]).toEqual([201, true]);
    expect(woken.text).toBe((await charge(asked)).text);
    expect(await rowOf(asked.key)).toEqual(before);
    await expectOneCharge(woken.id);
    await sleeper.stop();
  });

  it('when one is told to stop in the middle of it: it answers first', async () => {
    const leaving = await startPayment();
    const key = randomUUID();
    const call = charge({ key, cardToken: 'tok_slow' }, leaving);
    await until(() => rowOf(key), { withinMs: 5_000 });
    const [{ code }, { status, id }] = await Promise.all([leaving.stop(), call]);
    expect([code, status]).toEqual([0, 201]);
    await expectOneCharge(id);
  });
});

describe('one charge across a deploy', () => {
  // As every version before this one has written it; charge-id.test.ts and fingerprint.test.ts hold the two for ever.
  const id = 'd2a8127b-94e0-53b1-bb9d-15804333cb4c';
  const fingerprint = 'v1:53872278b24eb92339c5b52eba82c308a95acbc42ea4f739e556341fe6a5023f';
  const asked = { key: 'order-7831-txn-1', orderId: '7831' };

  it('when the version before dies with the row pending, and this one gets the retry: the same reference', async () => {
    await ledger.query(
      `INSERT INTO charges (id, scope, key, fingerprint, order_id, amount_minor, currency, card_token, state, owner, fence,
         lease_until, next_ask_at)
       VALUES ($1, 'checkout', $2, $3, $4, 9999, 'USD', 'tok_visa', 'pending', $1, 1, now(), now() + interval '1 h')`,
      [id, asked.key, fingerprint, asked.orderId],
    );
    const retry = await charge(asked);
    expect([retry.status, retry.id]).toEqual([201, id]);
    expect(await rowOf(asked.key)).toMatchObject({ fence: 2 });
    await expectOneCharge(id);

    // And where the version before had answered, its words are replayed, whatever this one would say.
    await ledger.query(`UPDATE charges SET answer_body = '{"in":"another shape"}' WHERE id = $1`, [id]);
    const other = await startPayment({ REDIS_URL: '' });
    const replay = await charge(asked, other);
    expect([replay.status, replay.replayed, replay.text]).toEqual([201, true, '{"in":"another shape"}']);
    await other.stop();
  });
});

it('no log holds a card token', () => {
  expect(running.payment.logs() + running.bank.logs()).not.toMatch(/tok_/);
});
