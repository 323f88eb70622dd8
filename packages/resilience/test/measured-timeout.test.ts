import { fails, fakeClock, fate, hangs } from '@watertight/testing';
import { definePolicies, pipeline, type Pipeline, SECOND } from '../src/index.ts';
import { answersAfter } from './answers-after.fixture.ts';

const measured = { p99Times: 3, minMs: 50, maxMs: 1 * SECOND, untilMeasuredMs: 900, samplesNeeded: 300 } as const;
const policies = definePolicies({
  search: { timeout: measured },
  guarded: { breaker: { openJitter: 0 }, timeout: measured },
  fixed: { breaker: { openJitter: 0 }, timeout: { afterMs: 120 } },
});

describe('a measured timeout', () => {
  const clock = fakeClock();

  const limitOf = (calls: Pipeline) => calls.snapshot().timeout?.limitMs;

  /** So many calls, ten of them at a time. */
  async function serve(
    calls: Pipeline,
    count: number,
    action: (call: number) => () => Promise<unknown>,
  ): Promise<string[]> {
    const states: string[] = [];
    for (let call = 0; call < count; call += 10) {
      const batch = Array.from({ length: Math.min(10, count - call) }, (_, index) =>
        fate(calls.run(action(call + index))),
      );
      await clock.advance(1000);
      states.push(...batch.map(({ state }) => state));
    }
    return states;
  }

  it('is the default until there are 300 samples, then 3 × the p99', async () => {
    const search = pipeline(policies.search);
    await serve(search, 299, () => answersAfter(40));
    expect(search.snapshot().timeout).toMatchObject({ limitMs: 900, p99Ms: 40, samples: 299 });
    await serve(search, 1, () => answersAfter(40));
    expect(search.snapshot().timeout).toMatchObject({ limitMs: 120, p99Ms: 40, samples: 300 });
    expect(await search.run(({ limitMs }) => limitMs)).toBe(120);
  });

  it.each([
    [5, 50],
    [40, 120],
    [700, 1000],
  ])(
    'of calls of %i ms is %i ms: never below the floor of 50, never above the ceiling of 1000',
    async (tookMs, limitMs) => {
      const search = pipeline(policies.search);
      await serve(search, 300, () => answersAfter(tookMs));
      expect(limitOf(search)).toBe(limitMs);
    },
  );

  it('shows what the calls of the last minute took, and none that it cut off', async () => {
    const search = pipeline(policies.search);
    await serve(search, 300, call =>
      call % 10 === 0 ? answersAfter(350) : call % 10 === 1 ? hangs() : answersAfter(40),
    );
    expect(search.snapshot().timeout?.histogram).toEqual([
      { belowMs: expect.closeTo(45.25, 1), count: 240 },
      { belowMs: expect.closeTo(362.04, 1), count: 30 },
    ]);
  });

  it('is the default again a minute after the last sample', async () => {
    const search = pipeline(policies.search);
    await serve(search, 300, () => answersAfter(40));
    expect(limitOf(search)).toBe(120);
    await clock.advance(60 * SECOND);
    expect(search.snapshot().timeout).toEqual({
      limitMs: 900,
      p99Ms: null,
      samples: 0,
      cutOff: 0,
      isExploring: false,
      histogram: [],
    });
  });

  it('stays within 25 % of its calm value with 10 % of the calls hanging', async () => {
    const search = pipeline(policies.search);
    // Between 20 and 40 ms.
    const calm = (call: number) => answersAfter(20 + (call % 21));
    await serve(search, 500, calm);
    const calmLimitMs = limitOf(search)!;
    const states = await serve(search, 500, call => (call % 10 === 0 ? hangs() : calm(call)));
    expect(states.filter(state => state === 'rejected')).toHaveLength(50);
    expect(Math.abs(limitOf(search)! - calmLimitMs)).toBeLessThanOrEqual(0.25 * calmLimitMs);
  });

  it('learns nothing from failures: a refused connection takes no time', async () => {
    const search = pipeline(policies.search);
    await serve(search, 300, () => answersAfter(40));
    await serve(search, 100, () => fails());
    expect(search.snapshot().timeout).toMatchObject({ limitMs: 120, p99Ms: 40, samples: 300 });
  });

  it('gives the probes of a breaker its ceiling', async () => {
    const guarded = pipeline(policies.guarded);
    await serve(guarded, 300, () => answersAfter(40));
    for (let call = 0; call < 5; call++) await guarded.run(fails()).catch(() => {});
    await clock.advance(30 * SECOND);
    expect(await guarded.run(({ limitMs }) => limitMs)).toBe(1000);
    expect(await guarded.run(({ limitMs }) => limitMs)).toBe(1000);
    // Closed: the samples are gone, so that what has become slower is not cut off again.
    expect(guarded.snapshot()).toMatchObject({ breaker: { state: 'closed' }, timeout: { limitMs: 900, samples: 0 } });
  });

  it.each([6, 20])(
    'serves a service that became %i × slower for good again, after one rest; a fixed limit never does',
    async times => {
      const [guarded, fixed] = [pipeline(policies.guarded), pipeline(policies.fixed)];
      await serve(guarded, 300, () => answersAfter(40));
      expect(limitOf(guarded)).toBe(120);
      const slow = () => answersAfter(40 * times);

      for (const calls of [guarded, fixed]) expect(await serve(calls, 10, slow)).not.toContain('resolved');
      await clock.advance(30 * SECOND);
      const after = await serve(guarded, 300, slow);
      expect(after.filter(state => state === 'rejected')).toHaveLength(7); // beside three probes
      expect(guarded.snapshot()).toMatchObject({ breaker: { state: 'closed' } });

      for (let rest = 0; rest < 10; rest++) {
        expect(await serve(fixed, 10, slow)).not.toContain('resolved');
        await clock.advance(30 * SECOND);
      }
    },
  );
});
