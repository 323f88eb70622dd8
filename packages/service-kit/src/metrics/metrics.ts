import { SECOND } from '@watertight/resilience';
import { metric } from '@watertight/telemetry';
import type { FastifyInstance } from 'fastify';
import { Counter, Histogram } from 'prom-client';
import { lifecycle } from '../server/lifecycle.ts';
import { gaugeOf, registry } from './own-metrics.ts';
import { showPipelines } from './pipeline-metrics.ts';

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

gaugeOf('eventLoopStalls', 'Times the event loop was over 250 ms late.', () => lifecycle.stalls);
showPipelines();

/** Serves `/metrics`: requests, pipelines and what the service itself counts, with or without a collector of traces. */
export function serveMetrics(fastify: FastifyInstance, service: string): void {
  registry.setDefaultLabels({ service });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    requests.inc({ method: request.method, route, status: String(reply.statusCode) });
    duration.observe({ route }, reply.elapsedTime / SECOND);
    done();
  });
  fastify.get('/metrics', async (_, reply) => reply.type(registry.contentType).send(await registry.metrics()));
}
