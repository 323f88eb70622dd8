import { jest } from '@jest/globals';
import { fails, fakeClock, fate, hangs } from '@watertight/testing';
import { answers, caught, down, open, policies, stateOf } from './breaker.fixture.ts';
import { deferred, type Deferred } from './deferred.fixture.ts';
import { MINUTE, pipeline, type Policy, SECOND } from '../src/index.ts';

const isOpenError = expect.objectContaining({ name: 'BreakerOpenError' });

describe('a half-open breaker', () => {
  const clock = fakeClock();

  async function halfOpen(policy: Policy<never> = policies.search) {
    const calls = pipeline(policy);
    await open(calls);
    await clock.advance(30 * SECOND);
    expect(stateOf(calls)).toBe('half-open');
    return calls;
  }

  /** Three probes that end when they are told to. */
  async function probing(policy: Policy<never> = policies.search) {
    const calls = await halfOpen(policy);
    const probes = deferred();
    const fates = Array.from({ length: 3 }, () => fate(calls.run(probes.action)));
    await clock.advance(0);
    expect(probes.started).toBe(3);
    const settle = async (outcomes: string) => {
      for (let run = 0; run < outcomes.length; run++) {
        if (outcomes[run] === 'S') probes.succeed(run);
        if (outcomes[run] === 'F') probes.fail(run, down);
        await clock.advance(0);
      }
    };
    return { calls, probes, fates, settle };
  }

  it('lets exactly 3 of 50 simultaneous calls run and refuses 47 at once', async () => {
    const calls = await halfOpen();
    const runs = deferred();
    const all = Array.from({ length: 50 }, () => fate(calls.run(runs.action)));
    await clock.advance(0);
    expect(runs.started).toBe(3);
    expect(all.filter(({ state }) => state === 'rejected')).toHaveLength(47);
    expect(all.filter(({ state }) => state === 'pending')).toHaveLength(3);
  });

  it('lets exactly 3 run when they come spread over microtasks, ticks and timers', async () => {
    const calls = await halfOpen();
    const runs = deferred();
    const ask = () => void fate(calls.run(runs.action));
    ask();
    queueMicrotask(ask);
    process.nextTick(ask);
    void Promise.resolve().then(ask).then(ask);
    setImmediate(ask);
    for (let ms = 0; ms < 10; ms++) await clock.advance(1).then(ask);
    expect(runs.started).toBe(3);
  });

  it('lets exactly 3 run when a probe asks in turn', async () => {
    const calls = await halfOpen();
    let started = 0;
    const nested = (): Promise<unknown> => {
      if (++started > 10) return Promise.reject(down); // a breaker that lets all of them in would never end
      return Promise.all([caught(calls.run(nested)), caught(calls.run(nested)), new Promise(() => {})]);
    };
    void fate(calls.run(nested));
    await clock.advance(0);
    expect(started).toBe(3);
  });

  it.each([
    ['SS', 'closed'],
    ['SFS', 'closed'],
    ['FSS', 'closed'],
    ['FF', 'open'],
    ['SFF', 'open'],
    ['FSF', 'open'],
  ])('after %s is %s, without waiting for the rest', async (outcomes, state) => {
    const { calls, settle } = await probing();
    await settle(outcomes);
    expect(stateOf(calls)).toBe(state);
  });

  it.each(['S', 'F', 'SF', 'FS'])('after %s decides nothing, and lets no fourth call run', async outcomes => {
    const { calls, settle } = await probing();
    await settle(outcomes);
    expect(stateOf(calls)).toBe('half-open');
    expect(await caught(calls.run(answers))).toEqual(isOpenError);
  });

  it('tells how many probes it let run, and what came of them', async () => {
    const calls = await halfOpen();
    const probes = deferred();
    const told = () => calls.snapshot().breaker?.probes;
    expect(told()).toEqual({ admitted: 0, good: 0, bad: 0 });
    for (let call = 0; call < 4; call++) void fate(calls.run(probes.action));
    await clock.advance(0);
    expect(told()).toEqual({ admitted: 3, good: 0, bad: 0 });
    probes.fail(0, down);
    probes.succeed(1);
    await clock.advance(0);
    expect(told()).toEqual({ admitted: 3, good: 1, bad: 1 });
    calls.force('open');
    expect(told()).toBeUndefined();
  });

  it('reopened rests for the full 30 s from that moment', async () => {
    const { calls, settle } = await probing();
    await clock.advance(7 * SECOND);
    await settle('FF');
    await clock.advance(30 * SECOND - 1);
    expect(stateOf(calls)).toBe('open');
    await clock.advance(1);
    expect(stateOf(calls)).toBe('half-open');
  });

  it('closed begins at 0 failures', async () => {
    const { calls, settle } = await probing();
    await settle('FSS');
    expect(calls.snapshot().breaker).toEqual({ state: 'closed', failuresInRow: 0, retryInMs: 0 });
    for (let call = 1; call <= 4; call++) await caught(calls.run(fails(down)));
    expect(stateOf(calls)).toBe('closed');
  });

  it('is not touched by a probe of an earlier window: it neither counts, nor frees, nor takes a place', async () => {
    const { calls, probes, settle } = await probing();
    await settle('FF');
    await clock.advance(30 * SECOND);
    const next = deferred();
    for (let call = 0; call < 2; call++) void fate(calls.run(next.action));
    probes.succeed(2);
    await clock.advance(0);
    next.succeed(0);
    await clock.advance(0);
    expect(stateOf(calls)).toBe('half-open');
    for (let call = 0; call < 5; call++) void fate(calls.run(next.action));
    await clock.advance(0);
    expect(next.started).toBe(3);
  });

  it.each([
    ['SS', 'F', 'closed'],
    ['FF', 'S', 'open'],
  ])('after %s takes no notice of the third probe: %s', async (outcomes, third, state) => {
    const { calls, settle } = await probing();
    await settle(outcomes);
    await settle(`--${third}`);
    expect(stateOf(calls)).toBe(state);
    expect(calls.snapshot().breaker?.failuresInRow).toBe(0);
    await clock.advance(30 * SECOND);
    expect(stateOf(calls)).toBe(state === 'open' ? 'half-open' : 'closed');
  });

  it('reopens when its probes never settle: each lease of 10 s ends as a failure, and the circuit recovers by itself', async () => {
    const { calls, probes } = await probing();
    await clock.advance(10 * SECOND - 1);
    expect(stateOf(calls)).toBe('half-open');
    await clock.advance(1);
    expect(stateOf(calls)).toBe('open');
    await clock.advance(30 * SECOND);
    // Late answers of the hung ones change nothing.
    for (const run of [0, 1, 2]) probes.succeed(run);
    await clock.advance(0);
    expect(stateOf(calls)).toBe('half-open');
    for (let call = 0; call < 2; call++) await calls.run(answers);
    expect(stateOf(calls)).toBe('closed');
  });

  it('counts a probe whose lease has ended as failed for good, whatever it answers later', async () => {
    const calls = await halfOpen();
    const [first, later] = [deferred(), deferred()];
    void fate(calls.run(first.action));
    await clock.advance(5 * SECOND);
    for (let call = 0; call < 2; call++) void fate(calls.run(later.action));
    later.succeed(0);
    await clock.advance(5 * SECOND);
    expect(calls.snapshot().breaker?.probes).toEqual({ admitted: 3, good: 1, bad: 1 });
    first.succeed(0);
    await clock.advance(0);
    expect(calls.snapshot().breaker?.probes).toEqual({ admitted: 3, good: 1, bad: 1 });
    later.succeed(1);
    await clock.advance(0);
    expect(stateOf(calls)).toBe('closed');
  });

  it('closes although one probe hangs', async () => {
    const { calls, settle } = await probing();
    await settle('SS');
    expect(jest.getTimerCount()).toBe(0);
    await clock.advance(MINUTE);
    expect(stateOf(calls)).toBe('closed');
  });

  it('counts a probe that passes its limit as one failure; what comes later is nothing, and unhandled nowhere', async () => {
    const unhandled: unknown[] = [];
    process.once('unhandledRejection', error => unhandled.push(error));
    const { calls, probes, fates } = await probing(policies.limited);
    await clock.advance(300);
    expect(stateOf(calls)).toBe('open');
    expect(fates.map(({ state }) => state)).toEqual(['rejected', 'rejected', 'rejected']);
    probes.fail(0);
    probes.succeed(1);
    await clock.advance(30 * SECOND);
    expect(stateOf(calls)).toBe('half-open');
    void fate(calls.run(hangs()));
    await clock.advance(300);
    expect(stateOf(calls)).toBe('half-open');
    expect(unhandled).toEqual([]);
  });

  it.each([
    ['leave', policies.judged, (leaving: AbortController) => leaving.abort('gone')],
    [
      'end without a word on the dependency',
      policies.judged,
      (_: AbortController, run: Deferred) => [0, 1, 2].forEach(probe => run.fail(probe, 'nobody knows')),
    ],
  ])('takes places back from probes that %s, all three included', async (_, policy, end) => {
    const calls = await halfOpen(policy);
    const probes = deferred();
    const leaving = new AbortController();
    for (let call = 0; call < 3; call++) void fate(calls.run(probes.action, { signal: leaving.signal }));
    await clock.advance(0);
    end(leaving, probes);
    await clock.advance(0);
    expect(stateOf(calls)).toBe('half-open');
    for (let call = 0; call < 2; call++) expect(await calls.run(answers)).toBe('answer');
    expect(stateOf(calls)).toBe('closed');
  });

  it('takes the place back when the caller leaves, or the time is over, between admission and the call', async () => {
    const calls = await halfOpen();
    const action = hangs();
    for (let call = 0; call < 10; call++) {
      const leaving = new AbortController();
      // opossum tells of the call before it runs it: as late as anybody can leave.
      calls.circuit?.once('fire', () => leaving.abort('gone'));
      expect(await caught(calls.run(action, { signal: leaving.signal }))).toBe('gone');
    }
    for (let call = 0; call < 10; call++) {
      calls.circuit?.once('fire', () => jest.advanceTimersByTime(90));
      expect(await caught(calls.run(action, { deadlineMs: 100 }))).toMatchObject({ name: 'DeadlinePassedError' });
    }
    expect(action).not.toHaveBeenCalled();
    expect(stateOf(calls)).toBe('half-open');
    for (let call = 0; call < 2; call++) expect(await calls.run(answers)).toBe('answer');
    expect(stateOf(calls)).toBe('closed');
  });

  it('tries with a single probe where the policy says so, as in the textbook picture', async () => {
    const calls = await halfOpen(policies.single);
    const probe = deferred();
    const all = Array.from({ length: 5 }, () => fate(calls.run(probe.action)));
    await clock.advance(0);
    expect(all.filter(({ state }) => state === 'pending')).toHaveLength(1);
    probe.succeed(0);
    await clock.advance(0);
    expect(stateOf(calls)).toBe('closed');
  });

  it('asks for two good probes the second time as well', async () => {
    const { calls, settle } = await probing();
    await settle('SS');
    await open(calls);
    await clock.advance(30 * SECOND);
    await calls.run(answers);
    expect(stateOf(calls)).toBe('half-open');
    await calls.run(answers);
    expect(stateOf(calls)).toBe('closed');
  });

  it('gives no more probes when it is released without having been held', async () => {
    const { calls } = await probing();
    calls.force(null);
    expect(await caught(calls.run(answers))).toEqual(isOpenError);
  });

  it('never sticks when its rules are changed while probes are out', async () => {
    const { calls, settle } = await probing();
    await settle('S');
    calls.set({ probes: 1, successesToClose: 1 });
    expect(stateOf(calls)).toBe('closed');
    expect(() => calls.set({ successesToClose: 2 })).toThrow(
      'search.breaker.successesToClose: at most the 1 probes expected, not 2',
    );
  });
});
