import { seeded } from '@watertight/resilience';
import { fakeClock } from '@watertight/testing';
import { Arrivals } from './arrivals.ts';

describe('visitors', () => {
  const clock = fakeClock();

  const arriving = (seed: number) => {
    const times: number[] = [];
    const arrivals = new Arrivals(seeded(seed), () => times.push(performance.now()));
    return { arrivals, times };
  };

  it.each([1, 10, 100])('come %i a second on average, however many still wait', async perSecond => {
    const { arrivals, times } = arriving(1);
    arrivals.rate = perSecond;
    await clock.advance(200_000);
    arrivals.rate = 0;
    const expected = 200 * perSecond;
    expect(Math.abs(times.length - expected)).toBeLessThan(4 * Math.sqrt(expected)); // four standard deviations
  });

  it('know nothing of each other: the gaps spread as much as they are long', async () => {
    const { arrivals, times } = arriving(7);
    arrivals.rate = 10;
    await clock.advance(300_000);
    arrivals.rate = 0;
    const gaps = times.slice(1).map((at, i) => at - (times[i] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    expect(deviation / mean).toBeGreaterThan(0.9); // 1 for exponential gaps, 0 for even ones
    expect(deviation / mean).toBeLessThan(1.1);
  });

  it('come at the same times with the same seed', async () => {
    const [one, same, other] = [arriving(3), arriving(3), arriving(4)];
    for (const { arrivals } of [one, same, other]) arrivals.rate = 10;
    await clock.advance(10_000);
    for (const { arrivals } of [one, same, other]) arrivals.rate = 0;
    expect(one.times.length).toBeGreaterThan(50);
    expect(same.times).toEqual(one.times);
    expect(other.times).not.toEqual(one.times);
  });

  it('stay away when they are sent home, and no timer is left', async () => {
    const { arrivals, times } = arriving(1);
    arrivals.rate = 100;
    await clock.advance(1_000);
    arrivals.rate = 0;
    const { length } = times;
    await clock.advance(10_000);
    expect(times).toHaveLength(length);
  });
});
