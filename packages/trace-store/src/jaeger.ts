import { InvalidRequestError } from '@watertight/service-kit';
import type { FastifyInstance } from 'fastify';
import type { Span, TraceStore } from './trace-store.ts';

const TRACE_ID = /^[0-9a-f]{32}$/;

/** `GET /api/traces/:traceId`: a trace as Jaeger's query API would answer it, so that one program reads both. */
export function answerJaeger(fastify: FastifyInstance, store: TraceStore): void {
  fastify.get<{ Params: { traceId: string } }>('/api/traces/:traceId', ({ params: { traceId } }) => {
    if (!TRACE_ID.test(traceId))
      throw new InvalidRequestError([{ field: 'traceId', rule: '32 lower-case hex digits' }]);
    return { data: [jaegerTrace(traceId, store.read(traceId))] };
  });
}

function jaegerTrace(traceId: string, spans: readonly Span[]) {
  const services = [...new Set(spans.map(({ service }) => service))];
  return {
    traceID: traceId,
    spans: spans.map(span => ({
      traceID: traceId,
      spanID: span.spanId,
      operationName: span.name,
      references:
        span.parentSpanId === undefined ? [] : [{ refType: 'CHILD_OF', traceID: traceId, spanID: span.parentSpanId }],
      startTime: span.startUs,
      duration: span.durationUs,
      tags: Object.entries({ ...span.attributes, ...(span.failed && { error: true }) }).map(([key, value]) => ({
        key,
        type: typeof value,
        value,
      })),
      logs: [],
      processID: `p${services.indexOf(span.service)}`,
    })),
    processes: Object.fromEntries(services.map((serviceName, i) => [`p${i}`, { serviceName, tags: [] }])),
  };
}
