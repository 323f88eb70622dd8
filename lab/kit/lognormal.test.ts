import { Lognormal } from './lognormal.ts';
import { RandomSource } from './random-source.ts';
import { percentile } from './statistics.ts';

describe('lognormal times with p50 20 ms and p99 80 ms', () => {
  const times = new Lognormal(20, 80);

  it('are above 20 ms in half of the draws, above 80 ms in 1 of 100, and above 240 ms in 15 of a million', () => {
    expect(times.shareAbove(20)).toBeCloseTo(0.5, 6);
    expect(times.shareAbove(80)).toBeCloseTo(0.01, 4);
    expect(times.shareAbove(240) * 1e6).toBeCloseTo(15, 0);
  });

  it('have these percentiles and a mean of 23.9 ms when they are drawn', () => {
    const random = new RandomSource(3);
    const drawn = Array.from({ length: 100_000 }, () => times.drawMs(random));
    expect(percentile(drawn, 0.5)).toBeCloseTo(20, 0);
    expect(Math.abs(percentile(drawn, 0.99) - 80)).toBeLessThan(3);
    expect(drawn.reduce((sum, ms) => sum + ms, 0) / drawn.length).toBeCloseTo(times.meanMs, 0);
    expect(times.meanMs).toBeCloseTo(23.9, 1);
  });
});
