import { fakeClock, fate, hangs } from '@watertight/testing';
import fc from 'fast-check';
import { definePolicies, pipeline, type Pipeline, SECOND, seeded } from '../src/index.ts';
import { answersAfter } from './answers-after.fixture.ts';

// The policy of search: one attempt, without the breaker that would forget the samples.
const policies = definePolicies({
  search: { timeout: { p99Times: 3, minMs: 250, maxMs: 1 * SECOND, untilMeasuredMs: 1 * SECOND, samplesNeeded: 300 } },
});
const PER_SECOND = 12;

describe('a measured timeout of a world that becomes slower', () => {
  const clock = fakeClock();

  /** Makes the calls of so many seconds; `action` chooses how the service behaves for each. Returns how many were timed out. */
  async function visit(calls: Pipeline, seconds: number, action: () => () => Promise<unknown>): Promise<number> {
    let cutOff = 0;
    for (let second = 0; second < seconds; second++) {
      const batch = Array.from({ length: PER_SECOND }, () => fate(calls.run(action())));
      await clock.advance(1 * SECOND);
      cutOff += batch.filter(({ state }) => state === 'rejected').length;
    }
    return cutOff;
  }

  /** After a calm minute, whose limit is the floor. */
  async function calm(seed: number): Promise<{ search: Pipeline; chance: () => number }> {
    const search = pipeline(policies.search, { random: seeded(seed) });
    await visit(search, 60, () => answersAfter(10));
    expect(search.snapshot().timeout).toMatchObject({ limitMs: 250, isExploring: false });
    return { search, chance: seeded(seed + 1) };
  }

  it('cuts off none within a minute, when one answer in five takes 450 ms', async () => {
    const { search, chance } = await calm(1);
    const sometimesSlow = () => answersAfter(chance() < 0.2 ? 450 : 10);
    expect(await visit(search, 60, sometimesSlow)).toBeLessThan(0.2 * 60 * PER_SECOND);
    expect(search.snapshot().timeout).toMatchObject({ limitMs: 1000, isExploring: false });
    expect(await visit(search, 60, sometimesSlow)).toBe(0);
    // Fast again: the limit follows down a minute later.
    await visit(search, 61, () => answersAfter(10));
    expect(search.snapshot().timeout).toMatchObject({ limitMs: 250, cutOff: 0 });
  });

  it('explores while calls hang, and says how many were cut off; the p99 stays', async () => {
    const { search, chance } = await calm(2);
    const limits = new Set<number>();
    await visit(search, 60, () => {
      limits.add(search.snapshot().timeout!.limitMs);
      return chance() < 0.3 ? hangs() : answersAfter(10);
    });
    expect([...limits]).toEqual([250]);
    const { cutOff, samples, isExploring, p99Ms } = search.snapshot().timeout!;
    expect(cutOff! / (cutOff! + samples)).toBeCloseTo(0.3, 1);
    expect([isExploring, p99Ms]).toEqual([true, 10]);
  });

  it('does not explore for one attempt in a hundred that is cut off', async () => {
    const { search } = await calm(3);
    let call = 0;
    const cutOff = await visit(search, 60, () => (++call % 120 === 0 ? hangs() : answersAfter(10)));
    expect(cutOff).toBe(6);
    expect(search.snapshot().timeout).toMatchObject({ limitMs: 250, isExploring: false });
  });

  /** What the limit has to cover, by sorting what each call would have taken. */
  function p99Of(tookMs: readonly number[]): number {
    const answered = tookMs.filter(ms => ms <= 1000).toSorted((a, b) => a - b);
    return answered[Math.ceil(answered.length * 0.99) - 1] ?? 0;
  }

  it('covers what 99 of 100 answers take, whatever part is slow and whatever part hangs', async () => {
    const world = fc.record({
      // Of fewer, a minute may hold too few exploratory attempts: with one in twenty, one run in eighty.
      slow: fc.double({ min: 0.1, max: 0.6, noNaN: true }),
      slowMs: fc.integer({ min: 251, max: 990 }),
      hung: fc.double({ min: 0, max: 0.3, noNaN: true }),
      seed: fc.integer(),
    });
    const seen = async ({ slow, slowMs, hung, seed }: typeof world extends fc.Arbitrary<infer W> ? W : never) => {
      const { search, chance } = await calm(seed);
      const tookMs: number[] = [];
      const call = () => {
        const dice = chance();
        const ms = dice < hung ? Infinity : dice < hung + slow ? slowMs : 10;
        tookMs.push(ms);
        return ms === Infinity ? hangs() : answersAfter(ms);
      };
      await visit(search, 60, call);
      expect(search.snapshot().timeout!.limitMs).toBeGreaterThanOrEqual(p99Of(tookMs));
    };
    await fc.assert(fc.asyncProperty(world, seen), { numRuns: 30 });
  }, 60_000);

  it('never leaves the floor, whatever part hangs', async () => {
    const hanging = async (hung: number, seed: number) => {
      const { search, chance } = await calm(seed);
      await visit(search, 70, () => (chance() < hung ? hangs() : answersAfter(10)));
      expect(search.snapshot().timeout!.limitMs).toBe(250);
    };
    const hung = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(fc.asyncProperty(hung, fc.integer(), hanging), { numRuns: 30 });
  }, 60_000);
});
