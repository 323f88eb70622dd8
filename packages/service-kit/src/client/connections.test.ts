import { MINUTE, SECOND, seeded, TimeoutError } from '@watertight/resilience';
import { fakeClock } from '@watertight/testing';
import type { Address } from './address.ts';
import { closeConnections } from './connection-pool.ts';
import { Connections } from './connections.ts';
import { UnreachableError } from './outcomes.ts';

const silence = new TimeoutError({ policy: 'search', timeoutMs: 250 });
const refused = new UnreachableError('search', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));

/** Addresses whose ports are 1, 2, 3 …, and which of them were called. */
function open(count: number, { ejection = true, balancing = true } = {}) {
  const origins = Array.from({ length: count }, (_, i) => `http://127.0.0.1:${i + 1}`);
  const patterns = { ejection: { isOn: ejection }, balancing: { isOn: balancing } };
  const connections = new Connections('search', origins, { patterns, random: seeded(1) });
  const call = (error?: (address: Address) => Error | undefined) =>
    connections
      .run(async address => {
        const wrong = error?.(address);
        if (wrong !== undefined) throw wrong;
        return address.port;
      })
      .catch(() => 'failed' as const);
  const ports = async (calls: number) => {
    const called: unknown[] = [];
    for (let n = 0; n < calls; n++) called.push(await call());
    return called;
  };
  return { connections, patterns, call, ports };
}

const onPort = (port: number, error: Error) => (address: Address) => (address.port === port ? error : undefined);
const times = (calls: number, call: () => Promise<unknown>) =>
  Array.from({ length: calls }).reduce<Promise<unknown>>(before => before.then(call), Promise.resolve());

describe('the addresses of a service', () => {
  const clock = fakeClock();
  afterEach(() => closeConnections());

  it('are called in turn while no call is under way, so that one bad address of two never fails twice in a row', async () => {
    expect(await open(2).ports(4)).toEqual([1, 2, 1, 2]);
    expect(await open(3, { balancing: false }).ports(6)).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it('are tried again 10, 20, 40 and at most 60 s after five failures in a row, with one attempt each time', async () => {
    const { connections, call, ports } = open(2);
    await times(9, () => call(onPort(2, silence)));
    expect(connections.ejected).toEqual([]);
    await call(onPort(2, silence));
    expect(connections.ejected).toMatchObject([{ port: 2, retryInMs: 10 * SECOND }]);

    for (const afterS of [10, 20, 40, 60, 60]) {
      await clock.advance(afterS * SECOND - 1);
      expect(new Set(await ports(20))).toEqual(new Set([1]));
      await clock.advance(1);
      const tried = [await call(onPort(2, silence)), await call(onPort(2, silence)), await call(onPort(2, silence))];
      expect(tried.filter(answer => answer === 'failed')).toHaveLength(1);
    }
    await clock.advance(1 * MINUTE);
    expect((await ports(20)).filter(port => port === 2)).toHaveLength(10);
    expect(connections.ejected).toEqual([]);
  });

  it('begin again with 10 s when an address has worked in between', async () => {
    const { connections, call } = open(2);
    await times(10, () => call(onPort(2, silence)));
    await clock.advance(10 * SECOND);
    await times(2, call);
    await times(10, () => call(onPort(2, silence)));
    expect(connections.ejected).toMatchObject([{ retryInMs: 10 * SECOND }]);
  });

  it('let no second attempt in while the trial is under way, and late failures do not eject for longer', async () => {
    const { connections, call, ports } = open(2);
    const late = Promise.withResolvers<void>();
    const begun = Array.from({ length: 4 }, () => connections.run(() => late.promise).catch(() => undefined));
    await times(10, () => call(onPort(2, silence)));
    await clock.advance(1 * SECOND);
    late.reject(silence);
    await Promise.all(begun);
    expect(connections.ejected).toMatchObject([{ port: 2, retryInMs: 9 * SECOND }]);

    await clock.advance(9 * SECOND);
    const trial = Promise.withResolvers<void>();
    const tried: number[] = [];
    const running = [1, 2, 3].map(() => connections.run(({ port }) => (tried.push(port), trial.promise)));
    expect(tried.filter(port => port === 2)).toHaveLength(1);
    trial.resolve();
    await Promise.all(running);
    expect(connections.ejected).toEqual([]);
    expect(await ports(2)).toContain(2);
  });

  it('are all used when all would be left out', async () => {
    const { connections, call, ports } = open(2);
    await times(10, () => call(() => silence));
    expect(connections.ejected).toHaveLength(2);
    expect(new Set(await ports(1))).toEqual(new Set([1]));
    expect(connections.ejected).toMatchObject([{ port: 2 }]);
  });

  it('are passed over for 1 s after a refused connection, also without ejection', async () => {
    const { call, ports } = open(2, { ejection: false });
    await times(2, () => call(onPort(2, refused)));
    expect(new Set(await ports(10))).toEqual(new Set([1]));
    await clock.advance(1 * SECOND);
    expect(await ports(2)).toContain(2);
  });

  it('are tried every second while no process listens there, also when one hung before', async () => {
    const { connections, call, ports } = open(2);
    await times(10, () => call(onPort(2, silence)));
    await clock.advance(10 * SECOND);
    for (let second = 0; second < 20; second++) {
      const answers = [await call(onPort(2, refused)), await call(onPort(2, refused)), await call(onPort(2, refused))];
      expect(answers.filter(answer => answer === 'failed')).toHaveLength(1);
      await clock.advance(1 * SECOND);
    }
    expect(connections.ejected).toEqual([]);
    expect(await ports(2)).toContain(2);
  });

  it.each([
    ['with the less busy of two, one', true, 1],
    ['in turn, a third', false, 14],
  ])('%s of 40 calls waits for an address that hangs, of three', async (_, balancing, expected) => {
    const { connections } = open(3, { balancing });
    const held = Promise.withResolvers<void>();
    let waiting = 0;
    const running: Promise<unknown>[] = [];
    for (let n = 0; n < 40; n++) {
      const call = connections.run(async ({ port }) => {
        if (port !== 1) return;
        waiting += 1;
        await held.promise;
      });
      running.push(call);
      await Promise.race([call, clock.advance(1)]);
    }
    expect(waiting).toBe(expected);
    held.resolve();
    await Promise.all(running);
  });

  it('are compared two at random: the busiest of three gets no call, the second a third of them', async () => {
    const { connections, ports } = open(3);
    const held = Promise.withResolvers<void>();
    const toHold = new Map([
      [1, 2],
      [2, 1],
    ]);
    const running: Promise<unknown>[] = [];
    for (let n = 0; n < 100 && toHold.size > 0; n++) {
      const call = connections.run(async ({ port }) => {
        const left = toHold.get(port) ?? 0;
        if (left === 0) return;
        if (left === 1) toHold.delete(port);
        else toHold.set(port, left - 1);
        await held.promise;
      });
      running.push(call);
      await Promise.race([call, clock.advance(1)]);
    }
    const called = await ports(300);
    expect(called.filter(port => port === 1)).toEqual([]);
    expect(called.filter(port => port === 2).length).toBeGreaterThan(80);
    expect(called.filter(port => port === 2).length).toBeLessThan(120);
    held.resolve();
    await Promise.all(running);
  });

  it('stay as they are when there is only one', async () => {
    const { connections, call } = open(1);
    await times(20, () => call(() => silence));
    expect(connections.ejected).toEqual([]);
  });
});
