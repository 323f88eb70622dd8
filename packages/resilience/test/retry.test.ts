import { getEventListeners } from 'node:events';
import { jest } from '@jest/globals';
import { fails, fakeClock, fate, hangs } from '@watertight/testing';
import { type Attempt, definePolicies, MINUTE, pipeline, type RetryEvent, SECOND } from '../src/index.ts';

const down = new Error('down');
const exactly = { jitter: 'none' } as const;
const policies = definePolicies({
  plain: { retry: exactly },
  limited: { retry: exactly, timeout: { afterMs: 300 } },
  seated: { retry: exactly, bulkhead: { running: 1, waiting: 10, maxWaitMs: 60 * SECOND } },
  capped: { retry: { ...exactly, maxDelayMs: 250 } },
  generous: { retry: { ...exactly, attempts: 3, budget: { burst: 1000 } } },
});

/** Fails as often as it is told to, and keeps when it was asked. */
function flaky(failures: number, error: unknown = down) {
  const askedAtMs: number[] = [];
  const numbers: number[] = [];
  const action = async ({ number }: Attempt) => {
    askedAtMs.push(performance.now());
    numbers.push(number);
    if (askedAtMs.length <= failures) throw error;
    return 'answer';
  };
  return { action, askedAtMs, numbers };
}

describe('retry', () => {
  const clock = fakeClock();

  it('asks at 0, 100, 300, 700 and 1500 ms, and gives up at the fifth with the last error itself', async () => {
    const errors = [1, 2, 3, 4, 5, 6].map(number => new Error(`attempt ${number}`));
    const askedAtMs: number[] = [];
    const plain = pipeline(policies.plain);
    const call = fate(
      plain.run(({ number }) => {
        askedAtMs.push(performance.now());
        return Promise.reject(errors[number - 1]);
      }),
    );
    await clock.advance(1499);
    expect(call.state).toBe('pending');
    await clock.advance(10 * MINUTE);
    expect(askedAtMs).toEqual([0, 100, 300, 700, 1500]);
    expect((call as { error: unknown }).error).toBe(errors[4]);
    expect(plain.snapshot().counts).toMatchObject({ calls: 1, failed: 1, retriedOk: 0 });
  });

  it('shows each attempt its number, 1 to 5, and returns the first success', async () => {
    const { action, numbers } = flaky(4);
    const plain = pipeline(policies.plain);
    const call = fate(plain.run(action));
    await clock.advance(1500);
    expect(call).toEqual({ state: 'resolved', value: 'answer' });
    expect(numbers).toEqual([1, 2, 3, 4, 5]);
    expect(plain.snapshot().counts).toMatchObject({ calls: 1, retriedOk: 1, ok: 0, failed: 0 });
  });

  it('starts no attempt for a caller who had left before', async () => {
    const action = fails(down);
    await expect(pipeline(policies.plain).run(action, { signal: AbortSignal.abort('gone') })).rejects.toBe('gone');
    expect(action).not.toHaveBeenCalled();
  });

  it('starts none after a caller left during one', async () => {
    const leaving = new AbortController();
    const action = hangs();
    const call = fate(pipeline(policies.plain).run(action, { signal: leaving.signal }));
    leaving.abort('gone');
    await clock.advance(10 * SECOND);
    expect(call).toEqual({ state: 'rejected', error: 'gone' });
    expect(action).toHaveBeenCalledTimes(1);
  });

  it('settles at once when the caller leaves in a back-off; neither timer nor listener is left', async () => {
    const leaving = new AbortController();
    const action = fails(down);
    const plain = pipeline(policies.plain);
    const call = fate(plain.run(action, { signal: leaving.signal }));
    await clock.advance(50);
    expect(jest.getTimerCount()).toBe(1);
    leaving.abort('gone');
    expect(jest.getTimerCount()).toBe(0);
    await clock.advance(0);
    expect(call).toEqual({ state: 'rejected', error: 'gone' });
    expect(getEventListeners(leaving.signal, 'abort')).toEqual([]);
    expect(action).toHaveBeenCalledTimes(1);
    expect(plain.snapshot().counts).toMatchObject({ ignored: 1, failed: 0 });
  });

  it('waits for nobody who leaves in the very moment a listener hears of the retry', async () => {
    const leaving = new AbortController();
    const plain = pipeline(policies.plain);
    plain.on('retry', () => leaving.abort('gone'));
    const call = fate(plain.run(fails(down), { signal: leaving.signal }));
    await clock.advance(0);
    expect(call).toEqual({ state: 'rejected', error: 'gone' });
    expect(jest.getTimerCount()).toBe(0);
  });

  it('repeats nothing that is not repeatable', async () => {
    const action = fails(down);
    await expect(pipeline(policies.plain).run(action, { repeatable: false })).rejects.toBe(down);
    expect(action).toHaveBeenCalledTimes(1);
  });

  it('repeats what the policy says, and nothing when its word throws', async () => {
    const { picky, broken } = definePolicies({
      picky: { retry: exactly, mayRepeat: error => error === 'later' },
      broken: {
        retry: exactly,
        mayRepeat: () => {
          throw new Error('a mistake');
        },
      },
    });
    const never = fails('never');
    await expect(pipeline(picky).run(never)).rejects.toBe('never');
    expect(never).toHaveBeenCalledTimes(1);

    const later = fails('later');
    void fate(pipeline(picky).run(later));
    await clock.advance(10 * SECOND);
    expect(later).toHaveBeenCalledTimes(5);

    await expect(pipeline(broken).run(fails(down))).rejects.toBe(down);
  });

  it('repeats no answer that the judge calls right, nor one it says nothing of', async () => {
    const { judged } = definePolicies({
      judged: {
        retry: exactly,
        judge: outcome => ('error' in outcome ? (outcome.error === 404 ? 'success' : 'nothing') : 'success'),
      },
    });
    for (const error of [404, 'who knows']) {
      const action = fails(error);
      await expect(pipeline(judged).run(action)).rejects.toBe(error);
      expect(action).toHaveBeenCalledTimes(1);
    }
  });

  it("repeats no refusal, another pipeline's included", async () => {
    const inner = pipeline(policies.limited);
    const action = jest.fn(() => inner.run(hangs(), { deadlineMs: 0 }));
    await expect(pipeline(policies.plain).run(action)).rejects.toMatchObject({
      name: 'DeadlinePassedError',
      policy: 'limited',
    });
    expect(action).toHaveBeenCalledTimes(1);
  });

  it('repeats no refusal even where the policy would repeat anything', async () => {
    const { eager } = definePolicies({ eager: { retry: exactly, breaker: {}, mayRepeat: () => true } });
    const calls = pipeline(eager);
    calls.force('open');
    const retries: RetryEvent[] = [];
    calls.on('retry', event => retries.push(event));
    await expect(calls.run(hangs())).rejects.toMatchObject({ name: 'BreakerOpenError', attempts: 0 });
    expect(retries).toEqual([]);
  });

  it('repeats nothing for a caller who left, even where the policy would repeat anything', async () => {
    const { eager } = definePolicies({ eager: { retry: exactly, mayRepeat: () => true } });
    const calls = pipeline(eager);
    const retries: RetryEvent[] = [];
    calls.on('retry', event => retries.push(event));
    const leaving = new AbortController();
    const call = fate(calls.run(hangs(), { signal: leaving.signal }));
    leaving.abort('gone');
    await clock.advance(0);
    expect(call).toEqual({ state: 'rejected', error: 'gone' });
    expect(retries).toEqual([]);
  });

  it('repeats an attempt that passed its limit, within its seat', async () => {
    const { action } = flaky(0);
    const limited = pipeline(policies.limited);
    const call = fate(limited.run(attempt => (attempt.number === 1 ? new Promise(() => {}) : action(attempt))));
    await clock.advance(400);
    expect(call).toEqual({ state: 'resolved', value: 'answer' });
    expect(limited.snapshot().counts).toMatchObject({ retriedOk: 1, timedOut: 1 });
  });

  it('keeps its one seat through its back-offs', async () => {
    const seated = pipeline(policies.seated);
    void fate(seated.run(fails(down)));
    const next = fate(seated.run(() => 'next'));
    await clock.advance(1499);
    expect(seated.snapshot().bulkhead).toMatchObject({ running: 1, waiting: 1 });
    await clock.advance(1);
    expect(next).toEqual({ state: 'resolved', value: 'next' });
  });

  it('waits for a Retry-After and the jittered delay on top', async () => {
    const { action, askedAtMs } = flaky(2, Object.assign(new Error('busy'), { retryAfterMs: 1000 }));
    void fate(pipeline(policies.plain).run(action));
    await clock.advance(10 * SECOND);
    expect(askedAtMs).toEqual([0, 1100, 2300]);
  });

  it.each([NaN, -5, 'soon', '900', Infinity, null])(
    'takes a Retry-After of %p for none, or for never',
    async retryAfterMs => {
      const { action, askedAtMs } = flaky(1, { retryAfterMs });
      void fate(pipeline(policies.plain).run(action));
      await clock.advance(10 * SECOND);
      expect(askedAtMs).toEqual(retryAfterMs === Infinity ? [0] : [0, 100]);
    },
  );

  it('waits for a Retry-After of ten minutes, and for no longer one: the error surfaces at once', async () => {
    for (const [retryAfterMs, asked] of [
      [10 * MINUTE, [0, 10 * MINUTE + 100]],
      [10 * MINUTE + 1, [0]],
    ] as const) {
      const startedAtMs = performance.now();
      const { action, askedAtMs } = flaky(1, { retryAfterMs });
      void fate(pipeline(policies.plain).run(action));
      await clock.advance(11 * MINUTE);
      expect(askedAtMs.map(ms => ms - startedAtMs)).toEqual(asked);
    }
  });

  it.each([null, 'down', 503])('repeats after %p as after any other error', async error => {
    const action = fails(error);
    const call = fate(pipeline(policies.plain).run(action));
    await clock.advance(1500);
    expect(call).toEqual({ state: 'rejected', error });
    expect(action).toHaveBeenCalledTimes(5);
  });

  it.each([
    ['a Retry-After', { retryAfterMs: 900 }, 1000, [0]],
    ['a back-off that leaves less than 20 ms', down, 119, [0]],
    ['a back-off that leaves 20 ms', down, 120, [0, 100]],
  ])(
    'does not wait where the deadline would pass in %s: the error surfaces at once',
    async (_, error, deadlineMs, asked) => {
      const { action, askedAtMs } = flaky(9, error);
      const call = fate(pipeline(policies.plain).run(action, { deadlineMs }));
      await clock.advance(0);
      expect(call.state).toBe(asked.length === 1 ? 'rejected' : 'pending');
      await clock.advance(2000);
      expect(call).toEqual({ state: 'rejected', error });
      expect(askedAtMs).toEqual(asked);
    },
  );

  it('never waits longer than the cap', async () => {
    const { action, askedAtMs } = flaky(9);
    void fate(pipeline(policies.capped).run(action));
    await clock.advance(10 * SECOND);
    expect(askedAtMs).toEqual([0, 100, 300, 550, 800]);
  });

  it('tells listeners which attempt failed and how long it waits', async () => {
    const heard: RetryEvent[] = [];
    const plain = pipeline(policies.plain);
    plain.on('retry', event => heard.push(event));
    void fate(plain.run(flaky(2).action));
    await clock.advance(SECOND);
    expect(heard).toEqual([
      { policy: 'plain', attempt: 1, delayMs: 100, error: down },
      { policy: 'plain', attempt: 2, delayMs: 200, error: down },
    ]);
  });

  it('is switched off at run time, and its attempts are set there', async () => {
    const generous = pipeline(policies.generous);
    generous.switch('retry', false);
    const once = fails(down);
    await expect(generous.run(once)).rejects.toBe(down);
    expect(once).toHaveBeenCalledTimes(1);

    generous.switch('retry', true);
    generous.set({ attempts: 2, burst: 1 });
    const twice = fails(down);
    void fate(generous.run(twice));
    await clock.advance(SECOND);
    expect(twice).toHaveBeenCalledTimes(2);
  });
});
