import { fails, fakeClock } from '@watertight/testing';
import PrometheusMetrics from 'opossum-prometheus';
import { Registry } from 'prom-client';
import { answers, caught, down, open, policies } from './breaker.fixture.ts';
import { pipeline, SECOND } from '../src/index.ts';

describe('opossum-prometheus on our breaker, unchanged', () => {
  const clock = fakeClock();

  it('counts fires, successes, failures, rejections, and each transition', async () => {
    const calls = pipeline(policies.judged);
    const registry = new Registry();
    expect(new PrometheusMetrics({ circuits: [calls.circuit!], registry })).toBeDefined();

    await open(calls); // 5 failures
    for (let call = 0; call < 3; call++) await caught(calls.run(answers)); // 3 refused
    await clock.advance(30 * SECOND);
    await calls.run(answers);
    expect(await calls.run(() => 'garbage')).toBe('garbage'); // a result that is a failure
    await caught(calls.run(fails(404))); // an error that is a right answer
    await caught(calls.run(fails(down)));

    const text = await registry.metrics();
    const counted = Object.fromEntries(
      [...text.matchAll(/^circuit\{name="judged",event="(\w+)"\} (\d+)$/gm)].map(([, event, count]) => [
        event,
        Number(count),
      ]),
    );
    expect(counted).toMatchObject({ fire: 12, success: 2, failure: 7, reject: 3, open: 1, halfOpen: 1, close: 1 });
    expect(text).toContain('circuit_perf_count{name="judged",event="success"} 2');
  });

  it("finds opossum's own statistics as well", async () => {
    const calls = pipeline(policies.search);
    await open(calls);
    await caught(calls.run(answers));
    expect(calls.circuit?.stats).toMatchObject({ fires: 6, failures: 5, rejects: 1 });
    expect(calls.circuit?.toJSON()).toMatchObject({
      state: { name: 'search', open: true, closed: false, halfOpen: false },
    });
  });
});
