import type { FastifyInstance } from 'fastify';
import { answerJaeger } from './jaeger.ts';
import { receiveOtlp } from './otlp.ts';
import type { TraceStore } from './trace-store.ts';

export { type Span, TraceStore } from './trace-store.ts';
export { type TracedPage, WorstPages } from './worst-pages.ts';

/** Adds both doors of the store to an app: services with the token send their spans to one, programs read traces from the other. */
export function serveTraces(fastify: FastifyInstance, store: TraceStore, token: string): void {
  receiveOtlp(fastify, store, token);
  answerJaeger(fastify, store);
}
