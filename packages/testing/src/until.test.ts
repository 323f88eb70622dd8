import { until } from './until.ts';

describe('until', () => {
  it('answers what the condition answered as soon as it holds', async () => {
    let asked = 0;
    expect(await until(() => (++asked === 3 ? 'ready' : ''), { withinMs: 5_000 })).toBe('ready');
    expect(asked).toBe(3);
  });

  it('takes an error for "not yet"', async () => {
    let asked = 0;
    const refusedOnce = async () => {
      if (++asked === 1) throw new Error('connection refused');
      return true;
    };
    expect(await until(refusedOnce, { withinMs: 5_000 })).toBe(true);
  });

  it('gives up after its 50 ms with the condition and its last answer', async () => {
    const doorIsOpen = () => false;
    const startedAt = performance.now();
    await expect(until(doorIsOpen, { withinMs: 50 })).rejects.toThrow(/not within 50 ms: .*false, last answer: false/);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(50);
  });

  it('tells the last error of a condition that only ever threw', async () => {
    const dead = () => Promise.reject<boolean>(new Error('connection refused'));
    await expect(until(dead, { withinMs: 20 })).rejects.toThrow('last error: Error: connection refused');
  });
});
