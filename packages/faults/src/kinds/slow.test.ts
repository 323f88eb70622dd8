import { RunningFault } from '../active-fault.ts';
import { readFault } from '../read-fault.ts';
import { delayOf } from './slow.ts';

describe('a lognormal delay', () => {
  const DRAWS = 10_000;
  const { random } = new RunningFault('slow', readFault({ kind: 'slow', p50Ms: 300, p99Ms: 2000, seed: 42 }));
  const delays = Array.from({ length: DRAWS }, () => delayOf({ p50Ms: 300, p99Ms: 2000 }, random)).toSorted(
    (a, b) => a - b,
  );

  it('is half of the time longer than p50Ms, one time in a hundred longer than p99Ms, and never negative', () => {
    expect(delays[0]).toBeGreaterThan(0);
    expect(Math.abs((delays[DRAWS / 2] ?? 0) / 300 - 1)).toBeLessThan(0.05);
    expect(Math.abs((delays[DRAWS * 0.99] ?? 0) / 2000 - 1)).toBeLessThan(0.15);
  });

  it('is never longer than a fault may last, and fixed where both are the same', () => {
    expect(delayOf({ p50Ms: 600_000, p99Ms: 600_000 }, random)).toBe(600_000);
    expect(delayOf({ p50Ms: 0, p99Ms: 5 }, random)).toBe(0);
  });
});
