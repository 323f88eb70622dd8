import { allPipelines } from '@watertight/resilience';
import { metric } from '@watertight/telemetry';
import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { lifecycle } from './lifecycle.ts';

/** Counts requests and shows the pipelines, for `/metrics`; rendered from our own counters, with or without a collector. */
export function measure(fastify: FastifyInstance, service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  const requests = new Counter({
    name: metric.requests,
    help: 'Requests answered.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  const duration = new Histogram({
    name: metric.requestDuration,
    help: 'Time to the end of the answer, in seconds.',
    labelNames: ['route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    requests.inc({ method: request.method, route, status: String(reply.statusCode) });
    duration.observe({ route }, reply.elapsedTime / 1000);
    done();
  });
  registry.registerMetric(
    new Gauge({
      name: metric.eventLoopStalls,
      help: 'Times the event loop was over 250 ms late.',
      registers: [],
      collect() {
        this.set(lifecycle.stalls);
      },
    }),
  );
  showPipelines(registry);
  return registry;
}

/** Read when asked: a pipeline keeps its own counts, nothing is counted twice. */
function showPipelines(registry: Registry): void {
  const gauge = (name: string, help: string, labelNames: string[], show: (gauge: Gauge) => void) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        this.reset();
        show(this);
      },
    });
  gauge(metric.calls, 'Protected calls, by outcome.', ['policy', 'outcome'], calls => {
    for (const { name, counts } of allPipelines().map(each => each.snapshot())) {
      for (const [outcome, count] of Object.entries(counts)) calls.set({ policy: name, outcome }, count);
    }
  });
  for (const [name, help, field] of [
    [metric.bulkheadRunning, 'Seats taken.', 'running'],
    [metric.bulkheadWaiting, 'Calls waiting for a seat.', 'waiting'],
    [metric.bulkheadLimit, 'Seats in all.', 'limit'],
  ] as const) {
    gauge(name, help, ['policy'], seats => {
      for (const { name: policy, bulkhead } of allPipelines().map(each => each.snapshot())) {
        if (bulkhead !== undefined) seats.set({ policy }, bulkhead[field]);
      }
    });
  }
}
