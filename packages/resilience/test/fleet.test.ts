import { fakeClock } from '@watertight/testing';
import { definePolicies, pipeline, SECOND, seeded } from '../src/index.ts';

const PROCESSES = 1000;

const policies = definePolicies({
  broken: { breaker: { failuresToOpen: 5, openMs: 30 * SECOND, probes: 3, successesToClose: 2 } },
  retried: { retry: { attempts: 3, firstDelayMs: 100, budget: { ratio: 0.1, burst: 10, perSecond: 0 } } },
});
const down = new Error('down');

/** What docs/scale.md says of a thousand processes that call one dependency, each with a breaker and a budget of its own. */
describe('a thousand processes over one dead dependency', () => {
  const clock = fakeClock();

  /** One call a second from each process. @returns the calls that reach the dependency, by second */
  async function reached(seconds: number, openJitter: number): Promise<number[]> {
    const random = seeded(1);
    const all = Array.from({ length: PROCESSES }, () => pipeline(policies.broken, { random }));
    for (const each of all) each.set({ openJitter });
    const bySecond: number[] = [];
    for (let second = 0; second < seconds; second += 1) {
      let now = 0;
      await Promise.all(all.map(each => each.run(() => ((now += 1), Promise.reject(down))).catch(() => {})));
      bySecond.push(now);
      await clock.advance(1 * SECOND);
    }
    return bySecond;
  }

  it('waste five calls each when it dies, and two each per open period, of the sixty a minute without breakers', async () => {
    const asked = (await reached(60, 0.2)).reduce((sum, calls) => sum + calls, 0);
    expect(asked).toBeGreaterThanOrEqual(PROCESSES * (5 + 2));
    // Both open periods are over before the 60th second when their lengths sum to less than 55 s: in 8 of 100 processes.
    expect(asked).toBeLessThan(PROCESSES * (5 + 2 * 1.12));
  });

  it('probe in twelve different seconds, because each draws its open period from 30 s ± 20 %', async () => {
    const bySecond = await reached(42, 0.2);
    expect(bySecond.slice(5, 28)).toEqual(Array.from({ length: 23 }, () => 0));
    // A twelfth of the processes begins in each second, and sends its second probe in the next.
    expect(Math.max(...bySecond.slice(28))).toBeLessThan(PROCESSES * (2 / 12) * 1.3);
    expect(bySecond.slice(28).reduce((sum, calls) => sum + calls, 0)).toBe(PROCESSES * 2);
  });

  it('probe all in the same second without jitter', async () => {
    const bySecond = await reached(35, 0);
    expect(bySecond.slice(5)).toEqual([...Array.from({ length: 29 }, () => 0), PROCESSES]);
  });

  it('add a tenth to its load by retries; their bursts, ten each, do not shrink with their number', async () => {
    let asked = 0;
    const calls = 200;
    const random = seeded(1);
    const all = Array.from({ length: PROCESSES / 10 }, () => pipeline(policies.retried, { random }));
    for (let n = 0; n < calls; n += 1) {
      const running = all.map(each => each.run(() => ((asked += 1), Promise.reject(down))).catch(() => {}));
      await clock.advance(1 * SECOND);
      await Promise.all(running);
    }
    const retries = asked / all.length - calls;
    expect(retries).toBeLessThanOrEqual(calls * 0.1 + 10);
    expect(retries).toBeGreaterThan(calls * 0.1); // the burst is there, and it is per process
  });
});
