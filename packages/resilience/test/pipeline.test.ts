import { jest } from '@jest/globals';
import { fails, fakeClock, fate, hangs } from '@watertight/testing';
import {
  allPipelines,
  definePolicies,
  findPipeline,
  onEveryPipeline,
  pipeline,
  PolicyError,
  type RefusedEvent,
  resetAllPipelines,
} from '../src/index.ts';

const policies = definePolicies({
  search: { bulkhead: { running: 1, waiting: 1, maxWaitMs: 500 }, timeout: { afterMs: 300 } },
  bare: {},
});
const boom = new Error('boom');

describe('a pipeline', () => {
  const clock = fakeClock();

  it.each([
    ['a value', () => 7, 7],
    ['undefined', () => undefined, undefined],
    ['null', () => null, null],
    ['a promise', () => Promise.resolve(7), 7],
    // oxlint-disable-next-line unicorn/no-thenable
    ['a foreign thenable', () => ({ then: (done: (value: number) => void) => done(7) }), 7],
  ])('resolves with %s', async (_, action: () => unknown, value) => {
    expect(await pipeline(policies.search).run(action)).toBe(value);
  });

  it.each([boom, null, undefined, 'a string', 0])("rejects with the action's own error: %p", async error => {
    const search = pipeline(policies.search);
    const rejecting = () => Promise.reject(error);
    expect(fate(search.run(rejecting))).toEqual({ state: 'pending' });
    expect(await search.run(rejecting).then(String, (caught: unknown) => ({ caught }))).toEqual({ caught: error });
    expect(search.snapshot().counts).toMatchObject({ calls: 2, failed: 2 });
  });

  it('never throws out, even when the action does', async () => {
    const throwing = () => {
      throw boom;
    };
    const call = pipeline(policies.bare).run(throwing);
    await expect(call).rejects.toBe(boom);
  });

  it('rejects when reading `then` of the answer throws', async () => {
    const answer = {
      // oxlint-disable-next-line unicorn/no-thenable
      get then(): never {
        throw boom;
      },
    };
    await expect(pipeline(policies.bare).run(() => answer as never)).rejects.toBe(boom);
  });

  it('reports once how a call went, refusals and fallbacks included, and survives a report that throws', async () => {
    const search = pipeline(policies.search);
    const report = jest.fn(() => {
      throw boom;
    });
    await search.run(() => 7, { report });
    await search.run(fails(boom), { report, fallback: () => 8 });
    await search.run(() => 7, { report, deadlineMs: 1 }).catch(() => {});
    expect(report.mock.calls).toEqual([
      [expect.objectContaining({ outcome: 'ok', attempts: 1, refusal: undefined })],
      [expect.objectContaining({ outcome: 'fallback', attempts: 1, refusal: undefined })],
      [expect.objectContaining({ outcome: 'refused', attempts: 0, refusal: 'deadline_passed' })],
    ]);
  });

  it('shows an attempt one and the same signal, however often it looks', async () => {
    const signals = await pipeline(policies.bare).run(attempt => [attempt.signal, attempt.signal]);
    expect(signals[0]).toBe(signals[1]);
  });

  it('judges results as well as errors, and counts by the verdict', async () => {
    const { judged } = definePolicies({
      judged: {
        judge: outcome =>
          'error' in outcome
            ? outcome.error === 404
              ? 'success'
              : 'nothing'
            : outcome.result === 'garbage'
              ? 'failure'
              : 'success',
      },
    });
    const calls = pipeline(judged);
    for (const action of [() => 'fine', () => 'garbage', fails(404), fails(boom)])
      await calls.run<unknown>(action).catch(() => {});
    expect(calls.snapshot().counts).toMatchObject({ calls: 4, ok: 2, failed: 1, ignored: 1 });
  });

  it.each([
    [
      'throws',
      () => {
        throw boom;
      },
    ],
    ['says nonsense', () => 'perhaps'],
  ])('keeps the result of a call whose judge %s', async (_, judge) => {
    const { judged } = definePolicies({ judged: { judge: judge as () => 'success' } });
    const calls = pipeline(judged);
    expect(await calls.run(() => 7)).toBe(7);
    await expect(calls.run(fails(null))).rejects.toBeNull();
    expect(calls.snapshot().counts).toMatchObject({ ok: 1, failed: 1 });
  });

  it('does not count a refusal by another pipeline inside its action', async () => {
    const [inner, outer] = [pipeline(policies.search), pipeline(policies.bare)];
    await expect(outer.run(() => inner.run(hangs(), { deadlineMs: 0 }))).rejects.toMatchObject({ policy: 'search' });
    expect(outer.snapshot().counts).toMatchObject({ failed: 0, refused: 0, ignored: 1 });
    expect(inner.snapshot().counts).toMatchObject({ refused: 1 });
  });

  it.each([
    [
      'throws',
      () => {
        throw boom;
      },
    ],
    ['rejects', () => Promise.reject(boom)],
  ])('tells listeners of refusals; one that %s changes nothing, and is said once', async (_, failing) => {
    const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const search = pipeline(policies.search);
    const heard: RefusedEvent[] = [];
    search.on('refused', failing);
    const stop = search.on('refused', event => heard.push(event));
    await expect(search.run(hangs(), { deadlineMs: 0 })).rejects.toMatchObject({ name: 'DeadlinePassedError' });
    stop();
    await expect(search.run(hangs(), { deadlineMs: 0 })).rejects.toMatchObject({ name: 'DeadlinePassedError' });
    expect(heard).toEqual([
      { policy: 'search', reason: 'deadline_passed', error: expect.objectContaining({ name: 'DeadlinePassedError' }) },
    ]);
    expect(warned.mock.calls).toEqual([
      ['A listener of a pipeline failed, which changes nothing for calls: Error: boom', 'ResilienceWarning'],
    ]);
    warned.mockRestore();
  });

  it('tells of events caused by a listener after the one that caused them', async () => {
    const search = pipeline(policies.search);
    const heard: string[] = [];
    search.on('refused', ({ reason }) => {
      heard.push(`first: ${reason}`);
      if (reason === 'deadline_passed') search.close();
    });
    search.on('refused', ({ reason }) => heard.push(`second: ${reason}`));
    void fate(search.run(hangs()));
    await search.run(hangs(), { deadlineMs: 0 }).catch(() => {});
    expect(heard.slice(0, 3)).toEqual(['first: deadline_passed', 'second: deadline_passed', 'first: pipeline_closed']);
  });

  it('gives a caller who had left its own reason, whatever else would refuse it, and asks nothing of anybody', async () => {
    const { busy } = definePolicies({ busy: { bulkhead: { running: 1 }, retry: {}, breaker: {} } });
    const calls = pipeline(busy);
    calls.set({ burst: 1, ratio: 0, perSecond: 0 });
    void fate(calls.run(hangs()));
    const signal = AbortSignal.abort('gone');
    await expect(calls.run(hangs(), { signal })).rejects.toBe('gone');
    calls.set({ running: 2 });
    calls.force('open');
    await expect(calls.run(hangs(), { signal, deadlineMs: 0 })).rejects.toBe('gone');
    expect(calls.snapshot().counts).toMatchObject({ refused: 0, ignored: 2 });
  });

  it('sets numbers all or none, within the ranges of the policy', () => {
    const search = pipeline(policies.search);
    search.set({ running: 5, afterMs: 100 });
    expect(search.numbers()).toEqual({ minRemainingMs: 20, running: 5, waiting: 1, maxWaitMs: 500, afterMs: 100 });
    expect(() => search.set({ running: 6, afterMs: -1 })).toThrow(
      'search.timeout.afterMs: a whole number from 1 to 600000 expected, not -1',
    );
    expect(() => search.set({ runing: 6 } as never)).toThrow(PolicyError);
    expect(() => pipeline(policies.bare).set({ running: 6 })).toThrow(
      'bare.running: not a number of this policy; it has minRemainingMs',
    );
    search.set({ running: undefined, waiting: 2 });
    expect(search.numbers()).toMatchObject({ running: 5, waiting: 2 });
    expect(search.numbers().running).toBe(5);
  });

  it('sets numbers under their former names usefulMs and leaseMs, and shows them under the present ones', () => {
    const { probed } = definePolicies({ probed: { breaker: {} } });
    const calls = pipeline(probed);
    calls.set({ usefulMs: 30, leaseMs: 500 });
    expect(calls.numbers()).toMatchObject({ minRemainingMs: 30, probeTimeoutMs: 500 });
    expect(() => pipeline(policies.bare).set({ leaseMs: 500 })).toThrow('bare.leaseMs: not a number of this policy');
  });

  it('sets numbers that only fit together at once, the inner ones of the budget included', () => {
    const { whole } = definePolicies({ whole: { retry: {}, breaker: {}, timeout: { p99Times: 3 } } });
    const calls = pipeline(whole);
    calls.set({ probes: 1, successesToClose: 1, minMs: 2000, maxMs: 3000, jitter: 'none', burst: 0 });
    expect(calls.numbers()).toMatchObject({
      probes: 1,
      successesToClose: 1,
      minMs: 2000,
      maxMs: 3000,
      jitter: 'none',
      burst: 0,
      ratio: 0.1,
    });
    expect(() => calls.set({ maxMs: 1000 })).toThrow('whole.timeout.minMs: at most maxMs (1000) expected, not 2000');
    expect(whole.retry?.budget.burst).toBe(10);
  });

  it('knows which of its patterns are on', () => {
    const search = pipeline(policies.search);
    search.switch('timeout', false);
    expect(search.switches()).toEqual({ fallback: true, deadline: true, bulkhead: true, timeout: false });
    expect(pipeline(policies.bare).switches()).toEqual({ fallback: true, deadline: true });
    expect(() => search.switch('toString' as never, false)).toThrow(
      new TypeError('search: no pattern is called toString'),
    );
  });

  it('is found by name, and is as new after a reset; calls under way end as they began', async () => {
    const search = pipeline(policies.search);
    expect(allPipelines()).toEqual([search]);
    expect(findPipeline('search')).toBe(search);
    expect(findPipeline('checkout')).toBeUndefined();
    const slow = Promise.withResolvers<string>();
    const call = fate(search.run(() => slow.promise));
    search.set({ running: 9 });
    search.switch('timeout', false);
    resetAllPipelines();
    expect(search.snapshot()).toMatchObject({ bulkhead: { running: 0, limit: 1 }, counts: { calls: 0 } });
    expect(search.switches().timeout).toBe(true);

    slow.resolve('late, and right');
    await clock.advance(0);
    expect(call).toEqual({ state: 'resolved', value: 'late, and right' });
    expect(search.snapshot()).toMatchObject({ bulkhead: { running: 0, abandoned: 0 }, counts: { calls: 0, ok: 0 } });
  });

  it('is shown once to whoever watches for pipelines, made before or after', () => {
    const names: string[] = [];
    const search = pipeline(policies.search);
    onEveryPipeline(({ name }) => names.push(name));
    pipeline(policies.bare);
    const newer = pipeline(policies.search);
    expect(names).toEqual(['search', 'bare', 'search']);
    expect(findPipeline('search')).toBe(newer);
    newer.close();
    expect(findPipeline('search')).toBe(search);
  });

  it('leaves nothing behind in a reset: no seats in the shared pool, no timer of an open breaker', async () => {
    const { guarded } = definePolicies({ guarded: { bulkhead: { running: 7 }, breaker: {} } });
    const calls = pipeline(guarded);
    calls.force('open');
    expect(jest.getTimerCount()).toBe(1);
    calls.reset();
    expect(jest.getTimerCount()).toBe(0);
    calls.switch('bulkhead', false);
    expect(calls.snapshot()).toMatchObject({ breaker: { state: 'closed' }, bulkhead: { limit: 7 } });
  });

  it('closed releases who is in it and refuses who comes, and leaves no timer', async () => {
    const search = pipeline(policies.search);
    const calls = [fate(search.run(hangs())), fate(search.run(hangs()))];
    search.close();
    calls.push(fate(search.run(hangs())));
    await clock.advance(0);
    expect(calls).toEqual(
      calls.map(() => ({
        state: 'rejected',
        error: expect.objectContaining({ name: 'RefusedError', code: 'refused', policy: 'search' }),
      })),
    );
    expect(calls.map(call => (call as unknown as { error: Error }).error.message)).toEqual([
      'search: the pipeline was closed',
      'search: the pipeline was closed',
      'search: the pipeline is closed',
    ]);
    expect(calls.map(call => (call as unknown as { error: { attempts: number } }).error.attempts)).toEqual([1, 0, 0]);
    expect(jest.getTimerCount()).toBe(0);
    expect(allPipelines()).toEqual([]);
    search.reset();
    expect(allPipelines()).toEqual([]);
  });

  it('takes its time from the clock it is given', async () => {
    const due: { run: () => void; atMs: number }[] = [];
    let nowMs = 0;
    const clockInHand = {
      now: () => nowMs,
      setTimeout: <A>(run: (argument: A) => void, afterMs: number, argument: A) =>
        due.push({ run: () => run(argument), atMs: nowMs + afterMs }),
      clearTimeout: () => {},
    };
    const call = fate(pipeline(policies.search, { clock: clockInHand }).run(hangs()));
    expect(due.map(({ atMs }) => atMs)).toEqual([300]);
    nowMs = 300;
    due[0]?.run();
    await clock.advance(0);
    expect(call).toMatchObject({ state: 'rejected', error: { name: 'TimeoutError' } });
  });
});
