import { LatencyHistogram } from '../src/timeout/latency-histogram.ts';
import { seeded } from '../src/seeded.ts';

function exactP99(samples: number[]): number {
  return samples.toSorted((a, b) => a - b)[Math.ceil(samples.length * 0.99) - 1]!;
}

describe('the latency window', () => {
  it('knows nothing without samples', () => {
    const window = new LatencyHistogram();
    expect([window.p99Ms(0), window.samples]).toEqual([null, 0]);
  });

  it('tells exactly what all took alike', () => {
    const window = new LatencyHistogram();
    for (let call = 0; call < 1000; call++) window.record(41.7, 0);
    expect(window.p99Ms(0)).toBe(41.7);
  });

  it.each([1, 2, 3])(
    'is at most 7 % above the exact p99 of 10,000 lognormal latencies, and never below (seed %i)',
    seed => {
      const window = new LatencyHistogram();
      const random = seeded(seed);
      const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      const samples = Array.from({ length: 10_000 }, () => 20 * Math.exp(normal() * 0.8));
      for (const ms of samples) window.record(ms, 0);
      const exact = exactP99(samples);
      expect(window.p99Ms(0)).toBeGreaterThanOrEqual(exact);
      expect(window.p99Ms(0)).toBeLessThanOrEqual(exact * 1.07);
    },
  );

  it('counts the hundredth slowest out, and the next one in', () => {
    const window = new LatencyHistogram();
    for (let call = 0; call < 99; call++) window.record(10, 0);
    window.record(1000, 0);
    expect(window.p99Ms(0)).toBe(10);
    window.record(1000, 0);
    expect(window.p99Ms(0)).toBe(1000);
  });

  it('forgets after a minute, ten seconds at a time', () => {
    const window = new LatencyHistogram();
    window.record(500, 0);
    window.record(20, 30_000);
    expect([window.p99Ms(59_999), window.samples]).toEqual([500, 2]);
    expect([window.p99Ms(60_000), window.samples]).toEqual([20, 1]);
    const nextDayMs = 24 * 3_600_000;
    expect([window.p99Ms(nextDayMs), window.samples]).toEqual([null, 0]);
    window.record(30, nextDayMs);
    expect([window.p99Ms(nextDayMs), window.samples]).toEqual([30, 1]);
  });

  it('forgets at once when it is cleared', () => {
    const window = new LatencyHistogram();
    for (let call = 0; call < 500; call++) window.record(40, 0);
    window.clear();
    expect([window.p99Ms(0), window.samples]).toEqual([null, 0]);
    window.record(80, 0);
    expect([window.p99Ms(0), window.samples]).toEqual([80, 1]);
  });

  it('counts a sample for as many as it stands for', () => {
    const window = new LatencyHistogram();
    for (let call = 0; call < 495; call++) window.record(10, 0);
    window.record(450, 0, 5);
    expect([window.p99Ms(0), window.samples]).toEqual([10, 500]);
    window.record(450, 0, 5);
    expect([window.p99Ms(0), window.samples]).toEqual([450, 505]);
    expect([window.p99Ms(60_000), window.samples]).toEqual([null, 0]);
  });

  it('keeps the last p99 while all attempts are cut off, and forgets them after a minute', () => {
    const window = new LatencyHistogram();
    window.record(10, 0);
    window.recordCut(0);
    window.recordCut(30_000);
    expect([window.p99Ms(0), window.samples, window.attempts]).toEqual([10, 1, 3]);
    expect([window.p99Ms(60_000), window.samples, window.attempts]).toEqual([10, 0, 1]);
    expect([window.p99Ms(90_000), window.attempts]).toEqual([null, 0]);
  });

  it('draws two bars to a doubling, and only those that hold something', () => {
    const window = new LatencyHistogram();
    for (const ms of [0.1, 1, 1.4, 1.5, 1.5, 300]) window.record(ms, 0);
    expect(window.histogram(0)).toEqual([
      { belowMs: expect.closeTo(0.177, 3), count: 1 },
      { belowMs: expect.closeTo(Math.SQRT2, 3), count: 2 },
      { belowMs: 2, count: 2 },
      { belowMs: expect.closeTo(362.039, 3), count: 1 },
    ]);
  });

  it('draws each sample once, however long, and none of more than a minute ago', () => {
    const window = new LatencyHistogram();
    const random = seeded(4);
    for (let call = 0; call < 1000; call++) window.record(2 ** (random() * 40 - 10), call * 59);
    const drawn = () => window.histogram(59_000).reduce((sum, { count }) => sum + count, 0);
    expect([drawn(), window.samples]).toEqual([1000, 1000]);
    expect(window.histogram(119_999)).toEqual([]);
  });

  it.each([0, -1, 1e-9, 1e9, Infinity])('takes %p ms without losing count', ms => {
    const window = new LatencyHistogram();
    window.record(ms, 0);
    expect(window.samples).toBe(1);
    window.clear();
    expect(window.samples).toBe(0);
  });
});
