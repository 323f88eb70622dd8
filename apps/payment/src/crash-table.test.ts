import { randomUUID } from 'node:crypto';
import { type AppProcess, fate, realRedis, tcpProxy, until } from '@watertight/testing';
import { charging } from './charging.fixture.ts';

/** The heir never sweeps, so that a repeat has to do it; `sweeper` is another process that does. */
const { running, ledger, redis, startPayment, startBank, charge, get, rowOf, capturesOf } = charging({
  bankEnv: { DAWDLE_MS: '300', FAULTS: 'on' },
  paymentEnv: { LEASE_MS: '1000', SWEEP_MS: '600000', FAULTS: 'on' },
});
const standby = realRedis();
let hasFailedOver = false;
const toRedis = tcpProxy(() => (hasFailedOver ? standby : redis).url);
beforeEach(() => void (hasFailedOver = false));
const toLedger = tcpProxy(() => ledger.url);
const toBank = tcpProxy(() => running.bank.url);

const lockCommands = () => toRedis.sent.filter(piece => piece.includes('v1:')).length;

const fresh = (cardToken = 'tok_visa') => ({ key: randomUUID(), orderId: randomUUID(), cardToken });
type NewCharge = ReturnType<typeof fresh>;

const crash = async (step: string, asked: NewCharge, more: Record<string, string> = {}) => {
  const victim = await startPayment({ CRASH_AT: step, ...more });
  await expect(charge(asked, victim)).rejects.toThrow('fetch failed');
  expect(await victim.exited).toEqual({ code: null, signal: 'SIGKILL' });
};
const final = (key: string, state = 'captured') =>
  until(async () => (await rowOf(key))?.['state'] === state, { withinMs: 10_000 });
const whileRunning = async (process: AppProcess, work: () => Promise<void>) => {
  await work();
  await process.stop();
};

/** What every story below must end with, told from the rows of both companies. */
async function expectOneCharge(key: string) {
  const row = await rowOf(key);
  expect(row).toMatchObject({ state: 'captured', card_token: null });
  expect(await capturesOf(row?.['id'])).toEqual([{ status: 'captured', minor: 9999 }]);
  expect(await ledger.query('SELECT FROM ledger_entries WHERE charge_id = $1', [row?.['id']])).toHaveLength(2);
}

describe('kill -9 of payment', () => {
  it.each([
    ['request-received', undefined, 1, false],
    ['claim-stored', undefined, 1, false],
    ['row-committed', 'pending', 2, false],
    ['bank-answered', 'pending', 2, false],
    ['verdict-written', 'captured', 1, true],
    ['answer-stored', 'captured', 1, true],
  ])('after %s leaves the row %s; the same key again makes it one charge, fence %i, replayed %s', async (...row) => {
    const [step, left, fence, replayed] = row;
    const asked = fresh();
    await crash(step, asked);
    expect((await rowOf(asked.key))?.['state']).toBe(left);
    const repeat = await charge(asked);
    expect([repeat.status, repeat.replayed]).toEqual([201, replayed]);
    expect(await rowOf(asked.key)).toMatchObject({ fence });
    await expectOneCharge(asked.key);
    expect((await charge(asked)).text).toBe(repeat.text);
  });

  it.each(['row-committed', 'bank-answered'])(
    'after %s is settled without its client by another process',
    async step => {
      const asked = fresh();
      await crash(step, asked);
      await whileRunning(await startPayment({ SWEEP_MS: '100' }), () => final(asked.key).then(() => undefined));
      await expectOneCharge(asked.key);
      expect((await charge(asked)).replayed).toBe(true);
    },
  );

  it('while the bank works on it leaves a pending row, and the same reference is answered from its record', async () => {
    const asked = fresh('tok_slow');
    const victim = await startPayment({ BANK_URL: toBank.url });
    const cut = fate(charge(asked, victim));
    await until(() => toBank.sent.some(sent => sent.startsWith('PUT /captures')), { withinMs: 5_000 });
    await victim.kill();
    await until(() => cut.state === 'rejected', { withinMs: 5_000 });
    expect(await rowOf(asked.key)).toMatchObject({ state: 'pending', fence: 1 });
    const repeat = await charge(asked);
    expect([repeat.status, repeat.replayed]).toEqual([201, false]);
    await expectOneCharge(asked.key);
  });

  it('after the bank has declined is 402 for ever', async () => {
    const asked = fresh('tok_declined');
    await crash('bank-answered', asked);
    const repeat = await charge(asked);
    expect([repeat.status, repeat.json['code']]).toEqual([402, 'card-declined']);
    const again = await charge(asked);
    expect([again.status, again.replayed, again.text]).toEqual([402, true, repeat.text]);
    expect(await capturesOf(repeat.id)).toEqual([{ status: 'declined', minor: 9999 }]);
  });

  it('with only the claim in Redis: 409 until the lease ends, not longer, and then it runs', async () => {
    const asked = fresh();
    const lease = { LEASE_MS: '4000' }; // longer than a busy machine needs to notice the end
    const other = await startPayment(lease);
    await crash('claim-stored', asked, lease);
    const busy = await charge({ ...asked, deadlineMs: 300 }, other);
    expect([busy.status, busy.json['code'], busy.headers.get('retry-after')]).toEqual([
      409,
      'request-in-progress',
      '1',
    ]);
    await until(async () => (await charge({ ...asked, deadlineMs: 300 }, other)).status === 201, { withinMs: 6_000 });
    await expectOneCharge(asked.key);
  });

  it('is seen in the story', async () => {
    const asked = fresh();
    await crash('bank-answered', asked);
    const { id } = await charge(asked);
    const { json } = await get(`/charges/${id}/story`);
    const lines = json['lines'] as { what: string; fence: number; at: string }[];
    expect(lines.map(({ what, fence }) => `${what} ${fence}`)).toEqual([
      'claimed 1',
      'row-written 1',
      'process-died 2',
      'taken-over 2',
      'bank-asked 2',
      'captured 2',
      'settled 2',
    ]);
    await expect(ledger.query('DELETE FROM charge_story')).rejects.toThrow('never changed');
  });

  it('happens only with FAULTS=on, and at the second pass where that is asked for', async () => {
    const unbreakable = await startPayment({ FAULTS: 'off', CRASH_AT: 'row-committed' });
    expect((await charge(fresh(), unbreakable)).status).toBe(201);
    await unbreakable.stop();
    const second = await startPayment({ CRASH_AT: 'row-committed:2' });
    expect((await charge(fresh(), second)).status).toBe(201);
    await expect(charge(fresh(), second)).rejects.toThrow('fetch failed');
    await expect(startPayment({ NODE_ENV: 'production', IDENTITY: 'off' })).rejects.toThrow(
      'not with NODE_ENV=production',
    );
  });
});

describe('the bank', () => {
  it('dies between its commit and its answer: 202, then the same reference is answered from its record', async () => {
    const asked = fresh();
    const port = new URL(running.bank.url).port;
    await running.bank.stop();
    running.bank = await startBank({ PORT: port, CRASH_AT: 'capture-committed' });
    const first = await charge(asked);
    expect([first.status, await rowOf(asked.key)]).toMatchObject([202, { state: 'unknown' }]);
    running.bank = await startBank({ PORT: port });
    await whileRunning(await startPayment({ SWEEP_MS: '100' }), () => final(asked.key).then(() => undefined));
    await expectOneCharge(asked.key);
  });

  it('gets a request twice', async () => {
    const doubling = await startPayment({ BANK_URL: toBank.url });
    toBank.double();
    const asked = fresh();
    expect((await charge(asked, doubling)).status).toBe(201);
    expect(toBank.sent.length).toBeGreaterThan(0);
    await expectOneCharge(asked.key);
    await doubling.stop();
  });

  /** A request to the bank is held up, its process frozen until another has ended the charge, and then both go on. */
  const isLate = async (asked: NewCharge, state: string, env: object) => {
    const slow = await startPayment({ BANK_URL: toBank.url });
    // Ready before the freeze: time counts for the frozen as well, and its own limit must not end first.
    const other = await startPayment({ SWEEP_MS: '100', ...env });
    toBank.hold();
    const late = fate(charge(asked, slow));
    await until(() => toBank.sent.some(sent => sent.startsWith('PUT /captures')), { withinMs: 5_000 });
    slow.freeze(); // or it would renew its lease
    await final(asked.key, state);
    const settled = await rowOf(asked.key);
    slow.thaw();
    toBank.release();
    await until(() => late.state === 'resolved', { withinMs: 10_000 });
    await Promise.all([slow.stop(), other.stop()]);
    return { late, settled };
  };

  it('gets a request late, when another process has settled the charge', async () => {
    const asked = fresh();
    const { late, settled } = await isLate(asked, 'captured', {});
    expect(late).toMatchObject({ value: { status: 201, replayed: true } });
    expect(await rowOf(asked.key)).toEqual(settled);
    await expectOneCharge(asked.key);
  });

  it('gets a request late, when the charge was given up: no charge, and everyone says so', async () => {
    const asked = fresh();
    const { late } = await isLate(asked, 'cancelled', { ABANDON_MS: '500' });
    expect(late).toMatchObject({ value: { status: 409, json: { code: 'charge-cancelled' }, replayed: true } });
    const again = await charge(asked);
    expect([again.status, again.json['code'], again.replayed]).toEqual([409, 'charge-cancelled', true]);
    expect(await capturesOf(again.id)).toEqual([{ status: 'void', minor: 9999 }]);
    expect(await ledger.query('SELECT FROM ledger_entries WHERE charge_id = $1', [again.id])).toEqual([]);
    expect((await charge({ ...asked, key: randomUUID() })).status).toBe(201); // the order is free again
  });
});

describe('the clock of a process', () => {
  /** Moves what JavaScript calls now; time that only grows, and the database's, stay as they are. */
  const clockMovedBy = (ms: number) => {
    const program = `const now = Date.now; Date.now = () => now() + ${ms};
      globalThis.Date = class extends Date { constructor(...parts) { parts.length > 0 ? super(...parts) : super(Date.now()); } };`;
    return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(program)}` };
  };

  it.each([3600_000, -3600_000])('jumps by %i ms: leases, back-offs and giving up go by the database’s', async ms => {
    const jumped = { ...clockMovedBy(ms), LEASE_MS: '4000' };
    const sweeping = await startPayment({ ...jumped, SWEEP_MS: '100' });
    const dying = await startPayment({ ...jumped, CRASH_AT: 'row-committed' });
    const asked = fresh();
    await expect(charge(asked, dying)).rejects.toThrow('fetch failed');
    const early = await charge({ ...asked, deadlineMs: 300 }, sweeping);
    expect([early.status, early.json['code']]).toEqual([409, 'request-in-progress']); // the lease is not over
    await final(asked.key);
    await expectOneCharge(asked.key);
    await sweeping.stop();
  });
});

describe('Redis fails over', () => {
  it('to one that never got the claim, while the bank works: one charge, and its twin gets the same bytes', async () => {
    const process = await startPayment({ REDIS_URL: toRedis.url, LEASE_MS: '30000' });
    await until(async () => (await charge(fresh(), process)).status === 201, { withinMs: 5_000 });
    const asked = fresh('tok_slow');
    const first = charge(asked, process);
    await until(async () => (await rowOf(asked.key))?.['state'] === 'pending', { withinMs: 5_000 });
    hasFailedOver = true;
    await redis.kill();
    const twin = await charge(asked, process);
    const { status, text } = await first;
    expect([status, twin.status, twin.replayed, twin.text]).toEqual([201, 201, true, text]);
    await expectOneCharge(asked.key);
    await process.stop();
  });
});

describe('a reply is lost', () => {
  it('of Redis, to the claim: it is our own, and no conflict', async () => {
    const process = await startPayment({ REDIS_URL: toRedis.url, LEASE_MS: '30000' });
    // A payment whose Redis is not connected yet charges without it: its commands show when it is.
    await until(async () => (await charge(fresh(), process)).status === 201 && lockCommands() > 1, { withinMs: 5_000 });
    const asked = fresh();
    toRedis.loseAnswerTo('v1:');
    const startedAt = performance.now();
    expect((await charge(asked, process)).status).toBe(201);
    expect([toRedis.lostAnswers, performance.now() - startedAt < 2_000]).toEqual([1, true]);
    await expectOneCharge(asked.key);
    await process.stop();
  });

  it.each([
    ['row, which is our own: 201', 'INSERT INTO charges', 201],
    ['verdict, which may not be there: 202, and then a replay', 'UPDATE charges', 202],
  ])('of Postgres, to the %s', async (_, words, status) => {
    const process = await startPayment({ DATABASE_URL: toLedger.url, LEASE_MS: '30000' });
    const asked = fresh();
    toLedger.loseAnswerTo(words);
    expect((await charge(asked, process)).status).toBe(status);
    expect([toLedger.lostAnswers, await rowOf(asked.key)]).toMatchObject([1, { fence: 1 }]);
    const repeat = await charge(asked);
    expect(repeat.status).toBe(201);
    await expectOneCharge(asked.key);
    await process.stop();
  });
});
