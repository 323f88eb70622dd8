import { jest } from '@jest/globals';
import { fakeClock, fate, hangs } from '@watertight/testing';
import { BulkheadFullError, type CallTrace, definePolicies, pipeline, SECOND } from '../src/index.ts';

const policies = definePolicies({
  search: { bulkhead: { running: 100, waiting: 100 } },
  checkout: { bulkhead: { running: 200, waiting: 100 } },
  profile: { bulkhead: { running: 50 } },
  single: { bulkhead: { running: 1, waiting: 3, maxWaitMs: 500 }, timeout: { afterMs: 10 * SECOND } },
});

/** An action that ends when it is told to. */
function deferred<T>(value?: T) {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const action = jest.fn(() => promise);
  return { action, end: () => resolve(value as T), fail: (error: unknown) => reject(error) };
}

describe('a bulkhead', () => {
  const clock = fakeClock();

  it.each([
    ['search', 100, 100],
    ['checkout', 200, 100],
    ['profile', 50, 0],
  ] as const)('%s: %i run, then %i wait, and the next is refused', async (name, running, waiting) => {
    const calls = pipeline(policies[name]);
    const action = hangs();
    for (let call = 0; call < running + waiting; call++) void fate(calls.run(action));
    const refused = fate(calls.run(action));
    await clock.advance(0);

    expect(action).toHaveBeenCalledTimes(running);
    expect(calls.snapshot().bulkhead).toEqual({ running, waiting, limit: running, abandoned: 0 });
    expect(refused).toMatchObject({
      state: 'rejected',
      error: { name: 'BulkheadFullError', code: 'bulkhead-full', policy: name, running, waiting, attempts: 0 },
    });
  });

  it('that is full delays no other', async () => {
    const search = pipeline(policies.search);
    for (let call = 0; call < 250; call++) void fate(search.run(hangs()));
    expect(await pipeline(policies.checkout).run(() => 'at once')).toBe('at once');
  });

  const endings: [string, () => unknown][] = [
    ['succeeds', () => 'fine'],
    ['resolves', () => Promise.resolve(undefined)],
    ['fails', () => Promise.reject(new Error('broken'))],
    ['rejects with null', () => Promise.reject(null)],
    [
      'throws at once',
      () => {
        throw new Error('broken');
      },
    ],
    [
      'settles twice',
      () => ({
        // oxlint-disable-next-line unicorn/no-thenable
        then(resolve: (value: string) => void, reject: (error: unknown) => void) {
          resolve('once');
          resolve('twice');
          reject(new Error('and fails'));
        },
      }),
    ],
    ['passes its limit', hangs()],
  ];
  it.each(endings)('gives the seat back exactly once when the action %s', async (_, action) => {
    const single = pipeline(policies.single);
    const first = fate(single.run(action));
    await clock.advance(10 * SECOND);
    expect(first.state).not.toBe('pending');
    expect(single.snapshot().bulkhead).toMatchObject({ running: 0, waiting: 0 });

    void fate(single.run(hangs()));
    const second = fate(single.run(() => 'only when the seat is free'));
    await clock.advance(0);
    expect(second.state).toBe('pending');
  });

  it('gives the seat back when the caller leaves, though the action goes on; that one is counted as abandoned until it ends', async () => {
    const single = pipeline(policies.single);
    const leaving = new AbortController();
    const { action, end } = deferred();
    void fate(single.run(action, { signal: leaving.signal }));
    const next = fate(single.run(() => 'next'));
    leaving.abort();
    await clock.advance(0);
    expect(next).toEqual({ state: 'resolved', value: 'next' });
    expect(single.snapshot().bulkhead).toEqual({ running: 0, waiting: 0, limit: 1, abandoned: 1 });

    end();
    await clock.advance(0);
    expect(single.snapshot().bulkhead?.abandoned).toBe(0);
  });

  it('serves its line in the order it came; a newcomer never takes the seat of one who waits', async () => {
    const single = pipeline(policies.single);
    const first = deferred();
    const order: string[] = [];
    void fate(single.run(first.action));
    for (const name of ['a', 'b', 'c']) void fate(single.run(() => void order.push(name)));
    first.end();
    // In the same turn of the event loop in which the permit is released.
    const newcomers = ['d', 'e'].map(name => fate(single.run(() => void order.push(name))));
    await clock.advance(0);
    expect(order).toEqual(['a', 'b', 'c']);
    expect(newcomers.map(({ state }) => state)).toEqual(['rejected', 'rejected']);
  });

  it('lets nobody wait longer than 500 ms, and frees the place at once', async () => {
    const single = pipeline(policies.single);
    void fate(single.run(hangs()));
    const action = hangs();
    const waiter = fate(single.run(action));
    await clock.advance(499);
    expect(waiter.state).toBe('pending');
    await clock.advance(1);
    expect(waiter).toMatchObject({ state: 'rejected', error: { name: 'BulkheadFullError' } });
    expect(single.snapshot().bulkhead?.waiting).toBe(0);
    expect(action).not.toHaveBeenCalled();
  });

  it('lets a caller leave the middle of the line at once; the others keep their order', async () => {
    const single = pipeline(policies.single);
    const first = deferred();
    const order: string[] = [];
    const leaving = new AbortController();
    void fate(single.run(first.action));
    void fate(single.run(() => void order.push('a')));
    const left = fate(single.run(() => void order.push('b'), { signal: leaving.signal }));
    void fate(single.run(() => void order.push('c')));
    leaving.abort('gone');
    await clock.advance(0);
    expect(left).toEqual({ state: 'rejected', error: 'gone' });
    expect(single.snapshot().bulkhead?.waiting).toBe(2);

    first.end();
    await clock.advance(0);
    expect(order).toEqual(['a', 'c']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('tells how long a call waited for its seat', async () => {
    const waitedMs: number[] = [];
    const trace: CallTrace = {
      run: attempt => attempt(),
      refused: () => {},
      backOff: () => () => {},
      end: ({ bulkheadWaitMs }) => void waitedMs.push(bulkheadWaitMs),
    };
    const single = pipeline(policies.single, { telemetry: { start: () => trace } });
    await clock.advance(1000);
    const first = deferred();
    for (const { action } of [first, deferred()]) void fate(single.run(action, { deadlineMs: 1000 }));
    await clock.advance(300);
    first.end();
    await clock.advance(700);
    expect(waitedMs).toEqual([0, 300]);
  });

  it('leaves the line as it is when a caller leaves in the very moment he is seated', async () => {
    const single = pipeline(policies.single);
    const action = hangs();
    const leaving = new AbortController();
    void fate(single.run(hangs()));
    const seated = fate(single.run(action, { signal: leaving.signal }));
    for (let call = 0; call < 2; call++) void fate(single.run(hangs()));
    single.set({ running: 2 });
    leaving.abort('gone');
    expect(single.snapshot().bulkhead).toMatchObject({ running: 2, waiting: 2 });
    await clock.advance(0);
    expect(seated).toEqual({ state: 'rejected', error: 'gone' });
    expect(action).not.toHaveBeenCalled();
    expect(single.snapshot().bulkhead).toMatchObject({ running: 2, waiting: 1 });
  });

  it('takes in more when the limit is raised, and fewer when it is lowered, dropping nobody', async () => {
    const search = pipeline(policies.search);
    const actions = Array.from({ length: 150 }, () => deferred());
    const calls = actions.map(({ action }) => fate(search.run(action)));
    search.set({ running: 120 });
    await clock.advance(0);
    expect(search.snapshot().bulkhead).toMatchObject({ running: 120, waiting: 30, limit: 120 });

    search.set({ running: 10 });
    for (const { end } of actions.slice(0, 111)) end();
    await clock.advance(0);
    // 120 − 111 = 9 were left, so one came in.
    expect(search.snapshot().bulkhead).toMatchObject({ running: 10, waiting: 29, limit: 10 });
    for (const { end } of actions) end();
    await clock.advance(0);
    expect(calls.every(({ state }) => state === 'resolved')).toBe(true);
    expect(search.snapshot().bulkhead).toMatchObject({ running: 0, waiting: 0 });
  });

  it('refuses without taking a stack, by the thousand', async () => {
    const profile = pipeline(policies.profile);
    for (let call = 0; call < 50; call++) void fate(profile.run(hangs()));
    const errors = new Set<unknown>();
    for (let call = 0; call < 1000; call++) errors.add(await profile.run(hangs()).catch((error: unknown) => error));
    expect(errors.size).toBe(1000);
    for (const error of errors) {
      expect(error).toBeInstanceOf(BulkheadFullError);
      expect((error as Error).stack).not.toContain('\n');
      expect((error as Error).cause).toBeUndefined();
    }
    expect(new Error('others keep theirs').stack).toContain('\n');
  });

  it('costs a waiter the same among 100,000 as among 1,000', async () => {
    jest.useRealTimers();
    // CPU time, not the clock's: other work on the machine must not decide.
    const perCall = async (waiters: number) => {
      const { crowd } = definePolicies({ crowd: { bulkhead: { running: 1, waiting: 200_000, maxWaitMs: 600_000 } } });
      const calls = pipeline(crowd);
      const first = deferred();
      void fate(calls.run(first.action));
      const line = Array.from({ length: waiters }, () => calls.run(() => {}));
      const before = process.cpuUsage();
      first.end();
      await Promise.all(line);
      const { user, system } = process.cpuUsage(before);
      calls.close();
      return (user + system) / waiters;
    };
    await perCall(10_000); // warm
    const few = Math.max(await perCall(1000), await perCall(1000), await perCall(1000));
    // A line that is searched or shifted costs a hundred times more here.
    expect(Math.min(await perCall(100_000), await perCall(100_000))).toBeLessThan(Math.max(few, 1) * 10);
  });
});

describe('a bulkhead switched off', () => {
  const clock = fakeClock();

  it('lets one policy take the seats of all, 350, and others then find none', async () => {
    const [search, checkout, profile] = [
      pipeline(policies.search),
      pipeline(policies.checkout),
      pipeline(policies.profile),
    ];
    search.switch('bulkhead', false);
    const action = hangs();
    for (let call = 0; call < 350; call++) void fate(search.run(action));
    await clock.advance(0);
    expect(action).toHaveBeenCalledTimes(350);
    expect(search.snapshot().bulkhead).toEqual({ running: 350, waiting: 0, limit: 350, abandoned: 0 });

    const pay = hangs();
    const buyer = fate(checkout.run(pay));
    expect(checkout.snapshot().bulkhead).toMatchObject({ running: 0, waiting: 1 });
    await clock.advance(500);
    expect(checkout.snapshot().bulkhead).toMatchObject({ running: 0, waiting: 0 });
    expect(pay).not.toHaveBeenCalled();
    expect(buyer).toMatchObject({
      state: 'rejected',
      error: { name: 'BulkheadFullError', policy: 'checkout', attempts: 0 },
    });
    profile.close();
  });

  it('counts who waits for a seat of the process among those who wait, not among those who run', async () => {
    const [search, profile] = [pipeline(policies.search), pipeline(policies.profile)];
    search.switch('bulkhead', false);
    const taken = deferred();
    for (let call = 0; call < 150; call++) void fate(search.run(taken.action));
    void fate(profile.run(hangs()));
    await clock.advance(0);
    expect(search.snapshot().bulkhead).toMatchObject({ running: 150, waiting: 0, limit: 150 });
    expect(profile.snapshot().bulkhead).toMatchObject({ running: 0, waiting: 1, limit: 50 });
    taken.end();
    await clock.advance(0);
    expect(profile.snapshot().bulkhead).toMatchObject({ running: 1, waiting: 0 });
    expect(search.snapshot().bulkhead).toMatchObject({ running: 0, waiting: 0 });
  });

  it('and on again serves who waited, and keeps newcomers behind the wall', async () => {
    const [search, checkout] = [pipeline(policies.search), pipeline(policies.checkout)];
    search.switch('bulkhead', false);
    const flood = Array.from({ length: 300 }, () => deferred());
    for (const { action } of flood) void fate(search.run(action));
    const pay = hangs();
    void fate(checkout.run(pay));
    search.switch('bulkhead', true);
    await clock.advance(0);
    expect(pay).toHaveBeenCalledTimes(1);
    expect(checkout.snapshot().bulkhead).toMatchObject({ running: 1, waiting: 0 });

    const newcomer = hangs();
    void fate(search.run(newcomer));
    for (const { end } of flood.slice(0, 200)) end();
    await clock.advance(0);
    expect(newcomer).not.toHaveBeenCalled();
    flood[200]?.end();
    await clock.advance(0);
    expect(newcomer).toHaveBeenCalledTimes(1);
  });

  it('has the line of all as well, and no more: the sum of 100 and 0', async () => {
    const [search] = [pipeline(policies.search), pipeline(policies.profile)];
    search.switch('bulkhead', false);
    for (let call = 0; call < 250; call++) void fate(search.run(hangs()));
    await clock.advance(0);
    expect(search.snapshot().bulkhead).toMatchObject({ running: 150, waiting: 100 });
    await expect(search.run(hangs())).rejects.toThrow(BulkheadFullError);
  });

  it('gets the seats of a pipeline that is made later', async () => {
    const search = pipeline(policies.search);
    search.switch('bulkhead', false);
    expect(search.snapshot().bulkhead?.limit).toBe(100);
    pipeline(policies.profile);
    expect(search.snapshot().bulkhead?.limit).toBe(150);
  });

  it('of a pipeline that is closed gives its seats back to nobody', async () => {
    const [search, profile] = [pipeline(policies.search), pipeline(policies.profile)];
    search.switch('bulkhead', false);
    expect(search.snapshot().bulkhead?.limit).toBe(150);
    profile.close();
    expect(search.snapshot().bulkhead?.limit).toBe(100);
  });
});
