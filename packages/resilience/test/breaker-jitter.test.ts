import { fails, fakeClock } from '@watertight/testing';
import { answers, caught, down, open, stateOf } from './breaker.fixture.ts';
import { definePolicies, pipeline, type Pipeline, SECOND } from '../src/index.ts';

const policies = definePolicies({
  usual: { breaker: { unreachableOpenMs: 1 * SECOND } },
  narrow: { breaker: { openJitter: 0.1 } },
  exact: { breaker: { openJitter: 0 } },
});
const retryInMs = (calls: Pipeline) => calls.snapshot().breaker?.retryInMs;

describe('the open period of a breaker', () => {
  const clock = fakeClock();

  /** Opens a breaker whose dependency has answered before. */
  async function opened(policy: keyof typeof policies, random: () => number): Promise<Pipeline> {
    const calls = pipeline(policies[policy], { random });
    await calls.run(answers);
    await open(calls);
    return calls;
  }

  it.each([
    ['usual', 0, 24_000],
    ['usual', 0.25, 27_000],
    ['usual', 1 - 2 ** -53, 36_000],
    ['narrow', 0, 27_000],
    ['exact', 0, 30_000],
    ['exact', 0.9, 30_000],
  ] as const)('of the policy "%s" at the random number %d is %d ms, to the millisecond', async (policy, drawn, ms) => {
    const calls = await opened(policy, () => drawn);
    expect(retryInMs(calls)).toBe(ms);
    expect(await caught(calls.run(answers))).toMatchObject({ name: 'BreakerOpenError', retryInMs: ms });
    await clock.advance(ms - 1);
    expect(stateOf(calls)).toBe('open');
    await clock.advance(1);
    expect(stateOf(calls)).toBe('half-open');
  });

  it('is drawn anew each time the breaker opens', async () => {
    const drawn = [0, 1, 0.5];
    const calls = await opened('usual', () => drawn.shift() ?? NaN);
    const seen = [retryInMs(calls)];
    for (let reopened = 1; reopened <= 2; reopened++) {
      await clock.advance(seen.at(-1) ?? NaN);
      for (let probe = 1; probe <= 2; probe++) await caught(calls.run(fails(down)));
      seen.push(retryInMs(calls));
    }
    expect(seen).toEqual([24_000, 36_000, 30_000]);
  });

  it('is drawn for a dependency that has never answered, too', async () => {
    const calls = pipeline(policies.usual, { random: () => 0 });
    await open(calls);
    expect(retryInMs(calls)).toBe(800);
  });

  it('is exact after openJitter was set to 0 at run time', async () => {
    const calls = pipeline(policies.usual, { random: () => 0 });
    await calls.run(answers);
    calls.set({ openJitter: 0 });
    await open(calls);
    expect(retryInMs(calls)).toBe(30_000);
    expect(() => calls.set({ openJitter: 0.6 })).toThrow('a number from 0 to 0.5 expected');
  });
});
