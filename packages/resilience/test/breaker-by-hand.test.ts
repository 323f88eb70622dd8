import { fakeClock } from '@watertight/testing';
import { answersAfter } from './answers-after.fixture.ts';
import { answers, caught, open, stateOf } from './breaker.fixture.ts';
import { type Clock, definePolicies, pipeline, SECOND } from '../src/index.ts';

const policies = definePolicies({
  plain: { breaker: { openJitter: 0 } },
  never: { breaker: { unreachableOpenMs: 1 * SECOND, openJitter: 0 } }, // of a service that has never answered
  measured: { breaker: { failuresToOpen: 1 }, timeout: { p99Times: 3, minMs: 50, maxMs: 1000, samplesNeeded: 2 } },
});

describe('the verbs of an opossum breaker', () => {
  const clock = fakeClock();

  it('open it for its open period, and close it before the period ends', async () => {
    const calls = pipeline(policies.never);
    calls.circuit?.open();
    expect(await caught(calls.run(answers))).toMatchObject({ name: 'BreakerOpenError', retryInMs: 1000 });
    calls.circuit?.close();
    expect(await calls.run(answers)).toBe('answer');
    calls.circuit?.open(); // it has answered meanwhile
    await clock.advance(30 * SECOND - 1);
    expect(stateOf(calls)).toBe('open');
    await clock.advance(1);
    expect(stateOf(calls)).toBe('half-open');
  });

  it('do not close it while it is half-open', async () => {
    const calls = pipeline(policies.plain);
    await open(calls);
    await clock.advance(30 * SECOND);
    calls.circuit?.close();
    expect(calls.snapshot().breaker).toMatchObject({
      state: 'half-open',
      probes: { admitted: 0, good: 0, bad: 0 },
    });
  });

  it('do not open it while an operator holds it closed, nor after the release', async () => {
    const calls = pipeline(policies.plain);
    calls.force('closed');
    calls.circuit?.open();
    calls.force(null);
    expect(stateOf(calls)).toBe('closed');
  });

  it('open it beneath while an operator holds it open, and show no probes', async () => {
    const calls = pipeline(policies.plain);
    await open(calls);
    calls.force('open');
    calls.circuit?.open();
    await clock.advance(30 * SECOND); // half-open beneath
    expect(calls.snapshot().breaker).toEqual({ state: 'open', failuresInRow: 0, retryInMs: 30 * SECOND });
    calls.circuit?.open();
    calls.force(null);
    expect(stateOf(calls)).toBe('open');
  });
});

describe('the events of an opossum breaker', () => {
  const clock = fakeClock();

  it('tell the open period only when it is half-open, and none comes after a shutdown', async () => {
    const calls = pipeline(policies.plain);
    const { circuit } = calls;
    const events: unknown[] = [];
    for (const name of ['open', 'halfOpen', 'close']) circuit?.on(name, (...told) => events.push([name, ...told]));
    await open(calls);
    await clock.advance(30 * SECOND);
    for (let call = 0; call < 2; call++) await calls.run(answers);
    expect(events).toEqual([['open'], ['halfOpen', 30 * SECOND], ['close']]);
    circuit?.shutdown();
    expect(circuit?.listenerCount('open')).toBe(0);
  });
});

describe('a breaker that closes', () => {
  const clock = fakeClock();

  it('makes a measured timeout forget its samples, and one that opens does not', async () => {
    const calls = pipeline(policies.measured);
    const samples = () => calls.snapshot().timeout?.samples;
    for (const call of [calls.run(answersAfter(10)), calls.run(answersAfter(10))]) {
      await clock.advance(10);
      await call;
    }
    calls.circuit?.open();
    expect(samples()).toBe(2);
    calls.circuit?.close();
    expect(samples()).toBe(0);
  });
});

it('a breaker works with a clock whose timers are numbers', async () => {
  const clock: Clock = { now: () => 0, setTimeout: () => 1, clearTimeout: () => undefined };
  const calls = pipeline(policies.plain, { clock });
  calls.circuit?.open();
  expect(stateOf(calls)).toBe('open');
  calls.close();
});

it('an open breaker keeps no process alive', () => {
  const timers: { isReferenced: boolean }[] = [];
  const clock: Clock = {
    now: () => 0,
    setTimeout: () => {
      const timer = { isReferenced: true, unref: () => void (timer.isReferenced = false) };
      timers.push(timer);
      return timer;
    },
    clearTimeout: () => undefined,
  };
  const calls = pipeline(policies.plain, { clock });
  calls.circuit?.open();
  expect(timers).toMatchObject([{ isReferenced: false }]);
  calls.close();
});
