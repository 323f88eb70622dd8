import { randomUUID } from 'node:crypto';
import { createConnection } from 'node:net';
import { type AppProcess, fate, tcpProxy, until } from '@watertight/testing';
import { charging } from './charging.fixture.ts';

const { running, ledger, redis, startPayment, charge, rowOf, capturesOf } = charging({
  bankEnv: { DAWDLE_MS: '300' },
  paymentEnv: { SWEEP_MS: '100' },
});
const toRedis = tcpProxy(() => redis.url);
const toLedger = tcpProxy(() => ledger.url);

const fresh = (cardToken = 'tok_visa') => ({ key: randomUUID(), orderId: randomUUID(), cardToken });

/** Without those of the comparison with the bank at the start. */
const statements = () => toLedger.sent.filter(sent => !sent.includes('is_under_way'));

/** A command of Redis, as a person would type it. */
async function say(command: string): Promise<void> {
  const { hostname, port } = new URL(redis.url);
  const socket = createConnection(Number(port), hostname);
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  socket.once('data', resolve).once('error', reject).write(`${command}\r\n`);
  expect(String(await promise)).toBe('+OK\r\n');
  socket.destroy();
}
async function timed<T>(work: () => Promise<T>): Promise<T & { tookMs: number }> {
  const startedAt = performance.now();
  return { ...(await work()), tookMs: performance.now() - startedAt };
}
async function expectOneCharge(key: string) {
  const row = await rowOf(key);
  expect(row?.['state']).toBe('captured');
  expect(await capturesOf(row?.['id'])).toEqual([{ status: 'captured', minor: 9999 }]);
}

/** Waits until the lock calls Redis again: its breaker stays open for up to 1 s after an outage. */
const redisIsAsked = () =>
  until(
    async () => {
      await charge(fresh());
      const told = (word: string) => running.payment.logs().split(word).length;
      return told('redis does not answer') === told('redis is back');
    },
    { withinMs: 10_000 },
  );

const full = () => say('CONFIG SET maxmemory 1');
const away: [string, () => Promise<void>, () => Promise<void>][] = [
  ['dead', () => redis.kill(), () => redis.restart()],
  ['frozen', () => redis.freeze(), () => redis.thaw()],
  ['full', full, () => say('CONFIG SET maxmemory 0')],
];

describe.each(away)('with Redis %s', (_, goes, comesBack) => {
  beforeEach(redisIsAsked);
  afterEach(comesBack);

  it('a charge and its replay are answered within 2 s each, to the same byte, and charged once', async () => {
    await goes();
    const asked = fresh();
    const first = await timed(() => charge(asked));
    const second = await timed(() => charge(asked));
    expect([first.status, second.status, second.replayed, second.text]).toEqual([201, 201, true, first.text]);
    expect(Math.max(first.tookMs, second.tookMs)).toBeLessThan(2_000);
    await expectOneCharge(asked.key);
  });

  it('another request with the key is refused, as is another key for the order', async () => {
    await goes();
    const asked = fresh();
    await charge(asked);
    expect((await charge({ ...asked, amount: '99.98' })).json['code']).toBe('idempotency-key-reused');
    expect((await charge({ ...asked, key: randomUUID() })).json['code']).toBe('order-already-charged');
  });

  it('30 twins at once are charged once', async () => {
    await goes();
    const asked = fresh('tok_slow');
    const answers = await Promise.all(Array.from({ length: 30 }, () => charge(asked)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    await expectOneCharge(asked.key);
  });
});

describe('Redis goes while the bank thinks', () => {
  beforeEach(redisIsAsked);

  it.each([['flushed', () => say('FLUSHALL'), () => Promise.resolve()], ...away])(
    '(%s): the charge is one, and its twin on another process waits for it',
    async (_, goes, comesBack) => {
      const second = await startPayment();
      const asked = fresh('tok_slow');
      const first = fate(charge(asked));
      await until(() => rowOf(asked.key), { withinMs: 5_000 });
      await goes();
      const twin = await charge(asked, second);
      expect([twin.status, twin.replayed]).toEqual([201, true]);
      await until(() => first.state === 'resolved', { withinMs: 5_000 });
      await expectOneCharge(asked.key);
      await comesBack();
      await second.stop();
    },
  );
});

it('a key that Redis has lost is answered from the row, and known to Redis again: its next replay is one read', async () => {
  const asked = fresh();
  const first = await charge(asked);
  await say('FLUSHALL');
  expect((await charge(asked)).text).toBe(first.text);
  const quiet = { SWEEP_MS: '600000', RECONCILE_MS: '600000' };
  const counting = await startPayment({ DATABASE_URL: toLedger.url, ...quiet });
  toLedger.sent.length = 0;
  const third = await charge(asked, counting);
  expect([third.replayed, third.text]).toEqual([true, first.text]);
  expect(
    statements().filter(each => /SELECT|INSERT|UPDATE|stand/.test(each) && !each.includes('is_under_way')),
  ).toEqual([expect.stringContaining('SELECT fingerprint')]);
  await counting.stop();
});

describe('what it costs', () => {
  let payment: AppProcess;
  beforeAll(async () => {
    payment = await startPayment({ REDIS_URL: toRedis.url, DATABASE_URL: toLedger.url, SWEEP_MS: '600000' });
  });
  const counted = async (work: () => Promise<unknown>) => {
    await until(async () => (await charge(fresh(), payment)).status === 201, { withinMs: 5_000 }); // it knows the scripts
    [toRedis, toLedger].forEach(({ sent }) => (sent.length = 0));
    await work();
    return { redis: toRedis.sent.length, postgres: statements().length };
  };

  it('is 2 statements and 2 round trips to Redis for a fresh charge, and 1 of each for a replay', async () => {
    const asked = fresh();
    const first = await counted(async () => {
      await charge(asked, payment);
      await until(() => toRedis.sent.length >= 2, { withinMs: 2_000 });
    });
    expect(first).toEqual({ redis: 2, postgres: 2 });
    expect(await counted(() => charge(asked, payment))).toEqual({ redis: 1, postgres: 1 });
  });

  it('is 3 statements for a fresh charge without Redis, and 1 that writes nothing for its replay', async () => {
    const none = await startPayment({ REDIS_URL: '', DATABASE_URL: toLedger.url, SWEEP_MS: '600000' });
    const asked = fresh();
    await charge(fresh(), none); // it is connected
    toLedger.sent.length = 0;
    await charge(asked, none);
    expect(statements()).toHaveLength(3);
    toLedger.sent.length = 0;
    expect((await charge(asked, none)).replayed).toBe(true);
    expect(statements()).toEqual([expect.stringContaining('stand')]); // prepared: after the first time only its name is sent
    await none.stop();
  });
});

it('said when Redis went and when it was back, and nothing broke', () => {
  const logs = running.payment.logs();
  expect(logs).toMatch(/redis does not answer.*redis is back/s);
  expect(logs).not.toMatch(/tok_|"level":"(error|fatal)"/);
});
