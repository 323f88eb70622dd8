import type { FastifyInstance } from 'fastify';
import { InvalidRequestError } from '@watertight/service-kit';
import { TraceExport, type TraceStore } from './trace-store.ts';

/** Exporters send batches of up to 512 spans. */
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

/** `POST /v1/traces`: the OTLP/HTTP endpoint, so that services send here what they would send to Jaeger. */
export function receiveTraces(fastify: FastifyInstance, store: TraceStore): void {
  fastify.post('/v1/traces', { bodyLimit: MAX_BATCH_BYTES }, request => {
    const received = TraceExport.safeParse(request.body);
    if (!received.success)
      throw new InvalidRequestError([{ field: 'resourceSpans', rule: 'OTLP traces as JSON expected' }]);
    store.add(received.data);
    return {};
  });
}
