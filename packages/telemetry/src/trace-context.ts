import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { INVALID_TRACEID, type SpanContext, trace, TraceFlags } from '@opentelemetry/api';

/** The trace a piece of work belongs to. W3C Trace Context, section 3.2: 32 and 16 lower-case hex digits. */
export interface TraceIds {
  traceId: string;
  spanId: string;
}

const storage = new AsyncLocalStorage<string>();
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** A received `traceparent`, or a new one when it is missing or malformed. */
export function continueTrace(received: string | undefined): string {
  if (received !== undefined && TRACEPARENT.test(received)) return received;
  return `00-${randomHex()}-${randomHex().slice(16)}-01`;
}

/** Of a random UUID: Node has those in stock, and would ask the system for other random bytes, at each request. */
function randomHex(): string {
  return randomUUID().replaceAll('-', '');
}

/** Runs `work` as a part of the trace; only needed where no SDK keeps the context itself. */
export function withTraceparent<T>(traceparent: string, work: () => T): T {
  return storage.run(traceparent, work);
}

/** The trace of the work under way: the active span's, else the received one. Undefined outside a trace. */
export function currentTraceparent(): string | undefined {
  const span = activeSpanContext();
  return span === undefined ? storage.getStore() : traceparentOf(span);
}

export function traceparentOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-0${traceFlags & TraceFlags.SAMPLED}`;
}

/** Whether the work under way belongs to a trace that is not kept: of it only the ids are passed on. */
export function isLeftOut(): boolean {
  const span = trace.getActiveSpan()?.spanContext();
  return span !== undefined && (span.traceFlags & TraceFlags.SAMPLED) === 0 && span.traceId !== INVALID_TRACEID;
}

function activeSpanContext(): SpanContext | undefined {
  const span = trace.getActiveSpan()?.spanContext();
  return span !== undefined && span.traceId !== INVALID_TRACEID ? span : undefined;
}

/** The ids for log lines and for the footer of a page. */
export function currentTrace(): TraceIds | undefined {
  const [, traceId, spanId] = currentTraceparent()?.split('-') ?? [];
  return traceId === undefined || spanId === undefined ? undefined : { traceId, spanId };
}
