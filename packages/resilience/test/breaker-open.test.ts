import { jest } from '@jest/globals';
import { fakeClock, fate, hangs } from '@watertight/testing';
import { answers, caught, open, policies, stateOf } from './breaker.fixture.ts';
import { deferred } from './deferred.fixture.ts';
import { pipeline, SECOND } from '../src/index.ts';

const isOpenError = expect.objectContaining({ name: 'BreakerOpenError' });

describe('an open breaker', () => {
  const clock = fakeClock();

  it('runs nothing, and tells the time to the next probe', async () => {
    const calls = pipeline(policies.search);
    await open(calls);
    await clock.advance(12_345);
    const action = hangs();
    expect(await caught(calls.run(action))).toMatchObject({ retryInMs: 17_655 });
    expect(calls.snapshot().breaker?.retryInMs).toBe(17_655);
    expect(action).not.toHaveBeenCalled();
  });

  it("tells opossum's listeners of a refusal as opossum would, with our error", async () => {
    const calls = pipeline(policies.search);
    await open(calls);
    const [fired, rejected] = [jest.fn(), jest.fn()];
    calls.circuit?.on('fire', fired).on('reject', rejected);
    const error = await caught(calls.run(answers));
    expect(fired.mock.calls).toEqual([[[]]]);
    expect(rejected.mock.calls).toEqual([[error]]);
  });

  it('refuses 10,000 times without stack or cause, each time with an error of its own', async () => {
    const calls = pipeline(policies.search);
    await open(calls);
    const errors = new Set<unknown>();
    for (let call = 0; call < 10_000; call++) errors.add(await caught(calls.run(answers)));
    expect(errors.size).toBe(10_000);
    for (const error of errors)
      expect([(error as Error).stack?.split('\n').length, (error as Error).cause]).toEqual([1, undefined]);
    expect(calls.snapshot().counts.refused).toBe(10_000);
  });

  it('is half-open after 30 s, not before, without traffic, and says so once', async () => {
    const calls = pipeline(policies.search);
    const heard: string[] = [];
    await open(calls);
    calls.on('state', ({ from, to }) => heard.push(`${from} → ${to}`));
    await clock.advance(30 * SECOND - 1);
    expect(stateOf(calls)).toBe('open');
    expect(await caught(calls.run(answers))).toEqual(isOpenError);

    await clock.advance(1);
    expect(stateOf(calls)).toBe('half-open');
    expect(await caught(calls.run(answers))).toEqual({ value: 'answer' });
    expect(heard).toEqual(['open → half-open']);
  });

  it('takes no notice of results admitted while it was closed: they neither close nor prolong', async () => {
    const calls = pipeline(policies.search);
    const { action, succeed, fail } = deferred();
    for (let call = 0; call < 4; call++) void fate(calls.run(action));
    await open(calls);
    succeed(0);
    fail(1);
    await clock.advance(30 * SECOND - 1);
    expect(stateOf(calls)).toBe('open');
    await clock.advance(1);
    expect(stateOf(calls)).toBe('half-open');
    // Nor in half-open.
    fail(2);
    fail(3);
    await clock.advance(0);
    expect(stateOf(calls)).toBe('half-open');
  });

  it.each([3_600_000, -3_600_000])('takes no notice of a wall clock that jumps by %i ms', async jumpMs => {
    const calls = pipeline(policies.search);
    await open(calls);
    jest.setSystemTime(Date.now() + jumpMs);
    await clock.advance(30 * SECOND - 1);
    expect(calls.snapshot().breaker).toMatchObject({ state: 'open', retryInMs: 1 });
    await clock.advance(1);
    expect(stateOf(calls)).toBe('half-open');
    jest.setSystemTime(Date.now() + jumpMs);
    for (let call = 0; call < 2; call++) await calls.run(answers);
    expect(stateOf(calls)).toBe('closed');
  });

  it('rests as long as was set before it opened', async () => {
    const calls = pipeline(policies.search);
    calls.set({ openMs: 2 * SECOND });
    await open(calls);
    calls.set({ openMs: 10 * SECOND });
    expect(calls.snapshot().breaker?.retryInMs).toBe(2 * SECOND);
    await clock.advance(2 * SECOND);
    expect(stateOf(calls)).toBe('half-open');
  });

  it('switched off lets everybody through, and on again is as it was', async () => {
    const calls = pipeline(policies.search);
    await open(calls);
    calls.switch('breaker', false);
    expect(await calls.run(answers)).toBe('answer');
    calls.switch('breaker', true);
    expect(await caught(calls.run(answers))).toEqual(isOpenError);
  });
});
