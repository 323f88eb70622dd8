import { jest } from '@jest/globals';
import { fails, fakeClock, fate } from '@watertight/testing';
import { answers, caught, down, open, policies, stateOf } from './breaker.fixture.ts';
import { deferred } from './deferred.fixture.ts';
import { definePolicies, MINUTE, pipeline, SECOND } from '../src/index.ts';

const isOpenError = expect.objectContaining({ name: 'BreakerOpenError' });

describe('a forced breaker', () => {
  const clock = fakeClock();

  it('held open stays open past 30 s, and is half-open when it is released', async () => {
    const calls = pipeline(policies.search);
    const heard: string[] = [];
    calls.on('state', ({ from, to }) => heard.push(`${from} → ${to}`));
    const tried = jest.fn();
    calls.circuit?.on('halfOpen', tried);
    calls.force('open');
    await clock.advance(5 * MINUTE);
    expect(tried).not.toHaveBeenCalled();
    expect(await caught(calls.run(answers))).toMatchObject({ name: 'BreakerOpenError', retryInMs: 30 * SECOND });
    expect(heard).toEqual(['closed → open']);
    calls.force(null);
    expect(stateOf(calls)).toBe('half-open');
    expect(tried).toHaveBeenCalledTimes(1);
    for (let call = 0; call < 2; call++) await calls.run(answers);
    expect(heard).toEqual(['closed → open', 'open → half-open', 'half-open → closed']);
  });

  it('released before its rest is over rests on', async () => {
    const calls = pipeline(policies.search);
    calls.force('open');
    await clock.advance(10 * SECOND);
    calls.force(null);
    expect(calls.snapshot().breaker).toMatchObject({ state: 'open', retryInMs: 20 * SECOND });
    await clock.advance(20 * SECOND);
    expect(stateOf(calls)).toBe('half-open');
  });

  it('held closed lets everything through and counts; released it is closed, and the next failure opens it', async () => {
    const calls = pipeline(policies.search);
    await open(calls);
    calls.force('closed');
    const action = fails(down);
    for (let call = 0; call < 20; call++) await caught(calls.run(action));
    expect(action).toHaveBeenCalledTimes(20);
    expect(calls.snapshot().breaker).toEqual({ state: 'closed', failuresInRow: 20, retryInMs: 0 });
    calls.force(null);
    expect(stateOf(calls)).toBe('closed');
    await caught(calls.run(action));
    expect(stateOf(calls)).toBe('open');
  });

  it('released from closed is opened by no call that is no information about the dependency', async () => {
    const calls = pipeline(policies.judged);
    calls.force('closed');
    for (let call = 0; call < 20; call++) await caught(calls.run(fails(down)));
    calls.force(null);
    await caught(calls.run(fails('nobody knows')));
    expect(stateOf(calls)).toBe('closed');
    await caught(calls.run(fails(down)));
    expect(stateOf(calls)).toBe('open');
  });

  it('takes no notice of results from before it was forced', async () => {
    const calls = pipeline(policies.search);
    const { action, succeed } = deferred();
    const before = fate(calls.run(action));
    calls.force('open');
    succeed(0, 'late');
    await clock.advance(0);
    expect(before).toEqual({ state: 'resolved', value: 'late' });
    expect(stateOf(calls)).toBe('open');
    calls.force('open');
    expect(stateOf(calls)).toBe('open');
  });

  it('is refused where the policy has none, and knows no other word', () => {
    expect(() => pipeline(policies.search).force('half-open' as never)).toThrow(
      new TypeError('search: "open", "closed" or null expected'),
    );
    expect(() => pipeline(definePolicies({ bare: {} }).bare).force('open')).toThrow(
      new TypeError('bare: this policy has no breaker to force'),
    );
  });
});

describe('a breaker that is closed for good', () => {
  const clock = fakeClock();

  it('is revived by nothing: results, probes, leases, timers, health checks, or its own verbs', async () => {
    const calls = pipeline(policies.search);
    const { circuit } = calls;
    await open(calls);
    await clock.advance(30 * SECOND);
    const { action, succeed, fail } = deferred();
    for (let call = 0; call < 3; call++) void fate(calls.run(action));
    circuit?.healthCheck(() => Promise.reject(down), 1000);
    calls.close();
    expect(jest.getTimerCount()).toBe(1); // opossum's health check has no end
    for (const run of [0, 1]) succeed(run);
    fail(2);
    circuit?.open();
    circuit?.close();
    circuit?.force('closed');
    await clock.advance(5 * MINUTE);
    expect([circuit?.isShutdown, circuit?.opened, circuit?.closed, circuit?.halfOpen]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(await caught(calls.run(answers))).toMatchObject({ name: 'RefusedError', code: 'refused' });
  });

  it('leaves no timer when it was open', async () => {
    const calls = pipeline(policies.search);
    await open(calls);
    calls.close();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('after a reset lets calls of before end as they began', async () => {
    const calls = pipeline(policies.retried);
    const action = deferred();
    const call = fate(calls.run(action.action));
    calls.reset();
    action.fail(0);
    await clock.advance(100);
    action.succeed(1, 'second');
    await clock.advance(0);
    expect(call).toEqual({ state: 'resolved', value: 'second' });
    expect(calls.snapshot().breaker).toEqual({ state: 'closed', failuresInRow: 0, retryInMs: 0 });
  });
});

describe("a breaker's listeners", () => {
  const clock = fakeClock();

  it('may throw, on our events and on those of opossum, without changing a result or a count', async () => {
    const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const calls = pipeline(policies.search);
    const throwing = () => {
      throw new Error('a mistake');
    };
    for (const name of ['state', 'refused'] as const) calls.on(name, throwing);
    for (const name of ['fire', 'success', 'failure', 'open', 'halfOpen', 'close', 'reject'])
      calls.circuit?.on(name, throwing);
    expect(await calls.run(answers)).toBe('answer');
    expect(calls.snapshot().breaker?.failuresInRow).toBe(0);
    await open(calls);
    expect(await caught(calls.run(answers))).toEqual(isOpenError);
    await clock.advance(30 * SECOND);
    for (let call = 0; call < 2; call++) expect(await calls.run(answers)).toBe('answer');
    expect(stateOf(calls)).toBe('closed');
    expect(warned.mock.calls).toEqual([
      ['A listener of a circuit failed, which changes nothing for calls: Error: a mistake', 'ResilienceWarning'],
      ['A listener of a pipeline failed, which changes nothing for calls: Error: a mistake', 'ResilienceWarning'],
    ]);
    warned.mockRestore();
  });

  it('may call back in: force, set, and new calls from inside an event keep the order and the rules', async () => {
    const calls = pipeline(policies.search);
    const heard: string[] = [];
    const runs = deferred();
    calls.on('state', ({ to }) => {
      if (to === 'half-open') for (let call = 0; call < 10; call++) void fate(calls.run(runs.action));
      if (to === 'closed') calls.force('open');
    });
    calls.on('state', ({ from, to }) => heard.push(`${from} → ${to}`));
    await open(calls);
    await clock.advance(30 * SECOND);
    expect(runs.started).toBe(3);
    runs.succeed(0);
    runs.succeed(1);
    await clock.advance(0);
    expect(heard).toEqual(['closed → open', 'open → half-open', 'half-open → closed', 'closed → open']);
    expect(stateOf(calls)).toBe('open');
  });

  it('may take the last place for themselves while opossum tells of a call: that one is refused, by our error', async () => {
    const calls = pipeline(policies.single);
    await open(calls);
    await clock.advance(30 * SECOND);
    const first = deferred();
    calls.circuit?.once('fire', () => void fate(calls.run(first.action)));
    expect(await caught(calls.run(answers))).toMatchObject({ name: 'BreakerOpenError', policy: 'single', attempts: 0 });
    expect(calls.snapshot().counts).toMatchObject({ refused: 1 });
    expect(first.started).toBe(1);
  });

  it('hear of no transition to the same state', async () => {
    const calls = pipeline(policies.search);
    const heard: string[] = [];
    calls.on('state', ({ to }) => heard.push(to));
    calls.force('closed');
    calls.force(null);
    calls.circuit?.close();
    calls.force('open');
    calls.circuit?.open();
    calls.force('open');
    await clock.advance(MINUTE);
    expect(heard).toEqual(['open']);
  });
});
