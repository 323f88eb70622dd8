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

  it('waste five calls each when it dies, and two each for every rest, of the sixty a minute they would have made', async () => {
    let asked = 0;
    const all = Array.from({ length: PROCESSES }, () => pipeline(policies.broken));
    const everyoneCalls = () =>
      Promise.all(all.map(each => each.run(() => ((asked += 1), Promise.reject(down))).catch(() => {})));
    for (let second = 0; second < 60; second += 1) {
      await everyoneCalls();
      await clock.advance(1 * SECOND);
    }
    // The rest that began with the fifth call, at 4 s, is over at 34 s; two bad probes begin the next.
    expect(asked).toBe(PROCESSES * (5 + 2));
  });

  it('come back all in the same second where all rest equally long: the jitter is what docs/scale.md plans', async () => {
    const asked: number[] = [];
    const all = Array.from({ length: PROCESSES }, () => pipeline(policies.broken));
    for (let second = 0; second < 40; second += 1) {
      let now = 0;
      await Promise.all(all.map(each => each.run(() => ((now += 1), Promise.reject(down))).catch(() => {})));
      asked.push(now);
      await clock.advance(1 * SECOND);
    }
    expect(asked.slice(5, 34).every(calls => calls === 0)).toBe(true);
    expect(asked[34]).toBe(PROCESSES);
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
