import { delayAfter, type DelayNumbers } from '../src/retry/delay.ts';
import { seeded } from '../src/seeded.ts';

const numbers: DelayNumbers = { firstDelayMs: 100, factor: 2, maxDelayMs: 10_000, jitter: 'none' };

describe('the delay before jitter', () => {
  it('is 100, 200, 400 and 800 ms', () => {
    expect([1, 2, 3, 4].map(attempt => delayAfter(attempt, numbers, Math.random))).toEqual([100, 200, 400, 800]);
  });

  it.each(['none', 'full', 'equal'] as const)(
    'with jitter %s stays a number from 0 to the cap for attempts without end',
    jitter => {
      for (const attempt of [64, 1024, 1e6, Number.MAX_SAFE_INTEGER, Infinity]) {
        for (const dice of [0, 0.5, 1 - Number.EPSILON]) {
          const delayMs = delayAfter(attempt, { ...numbers, jitter }, () => dice);
          expect(delayMs).toBeGreaterThanOrEqual(0);
          expect(delayMs).toBeLessThanOrEqual(10_000);
        }
      }
    },
  );
});

describe('jitter over 100,000 draws', () => {
  const draws = (jitter: 'full' | 'equal', attempt: number, maxDelayMs = 10_000) => {
    const random = seeded(29);
    const delays = Array.from({ length: 100_000 }, () =>
      delayAfter(attempt, { ...numbers, maxDelayMs, jitter }, random),
    );
    const sum = delays.reduce((total, delayMs) => total + delayMs, 0);
    return { least: Math.min(...delays), most: Math.max(...delays), mean: sum / delays.length };
  };

  it('full: from 0 to the delay, half of it in the mean', () => {
    const { least, most, mean } = draws('full', 4);
    expect(least).toBeGreaterThanOrEqual(0);
    expect(least).toBeLessThan(1);
    expect(most).toBeGreaterThan(799);
    expect(most).toBeLessThanOrEqual(800);
    expect(mean).toBeCloseTo(400, -1);
  });

  it('equal: from half of the delay to the delay, three quarters in the mean', () => {
    const { least, most, mean } = draws('equal', 4);
    expect(least).toBeGreaterThanOrEqual(400);
    expect(least).toBeLessThan(401);
    expect(most).toBeGreaterThan(799);
    expect(most).toBeLessThanOrEqual(800);
    expect(mean).toBeCloseTo(600, -1);
  });

  it('is capped after the dice, not before: half of the draws of 800 ms reach a cap of 400', () => {
    const { most, mean } = draws('full', 4, 400);
    expect(most).toBe(400);
    // Half of them spread over 0 to 400, half of them at 400.
    expect(mean).toBeCloseTo(300, -1);
  });
});
