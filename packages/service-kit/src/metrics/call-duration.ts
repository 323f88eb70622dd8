import { SECOND } from '@watertight/resilience';
import { metric } from '@watertight/telemetry';
import { Histogram } from 'prom-client';
import { registry } from './own-metrics.ts';

const duration = new Histogram({
  name: metric.callDuration,
  help: 'Time from the call of another service to its end, queue, attempts and back-offs together, in seconds.',
  labelNames: ['policy'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [registry],
});

/** The clock for the calls under a policy: started with each, stopped by the function it returns. */
export function callClock(policy: string): () => () => void {
  const ofPolicy = duration.labels({ policy }); // looked up once: by its labels it would cost more than the clock
  return () => {
    const startedMs = performance.now();
    return () => ofPolicy.observe((performance.now() - startedMs) / SECOND);
  };
}
