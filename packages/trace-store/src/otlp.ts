import { cut, hasToken, InvalidRequestError, ShopError } from '@watertight/service-kit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Span, TraceStore } from './trace-store.ts';

const AnyValue = z.looseObject({
  stringValue: z.string().optional(),
  intValue: z.union([z.string(), z.number()]).optional(),
  doubleValue: z.number().optional(),
  boolValue: z.boolean().optional(),
});
const Attributes = z.array(z.object({ key: z.string(), value: AnyValue.optional() })).default([]);

const ReceivedSpan = z.object({
  traceId: z.string().regex(/^[0-9a-f]{32}$/i),
  spanId: z.string().regex(/^[0-9a-f]{16}$/i),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.int().optional(),
  startTimeUnixNano: z.coerce.bigint(),
  endTimeUnixNano: z.coerce.bigint(),
  attributes: Attributes,
  status: z.object({ code: z.int().optional(), message: z.string().optional() }).optional(),
});

/** OTLP/HTTP, JSON encoding: opentelemetry-proto, trace/v1. */
const TraceExport = z.object({
  resourceSpans: z
    .array(
      z.object({
        resource: z.object({ attributes: Attributes }).optional(),
        scopeSpans: z.array(z.object({ spans: z.array(ReceivedSpan).default([]) })).default([]),
      }),
    )
    .default([]),
});

/** `code` of a span's status that means an error. */
const ERROR = 2;
/** More than our own services send. */
const MAX_ATTRIBUTES = 64;
/** Exporters send batches of up to 512 spans. */
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

/**
 * `POST /v1/traces`: the OTLP/HTTP endpoint, so that services send here what they would send to Jaeger.
 *
 * Only with `token`, and before the body is read: a program without it could fill the memory, or show what never was.
 */
export function receiveOtlp(fastify: FastifyInstance, store: TraceStore, token: string): void {
  const guard = async ({ headers }: FastifyRequest) => {
    if (!hasToken(token, headers.authorization))
      throw new ShopError('Spans are accepted with the token of this shop only.', {
        code: 'token-refused',
        status: 401,
      });
  };
  fastify.post('/v1/traces', { bodyLimit: MAX_BATCH_BYTES, onRequest: guard }, request => {
    const received = TraceExport.safeParse(request.body);
    if (!received.success)
      throw new InvalidRequestError([{ field: 'resourceSpans', rule: 'OTLP traces as JSON expected' }]);
    store.add(spansOf(received.data));
    return {};
  });
}

function spansOf({ resourceSpans }: z.infer<typeof TraceExport>): Span[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(plain(resource?.attributes ?? [])['service.name'] ?? 'unknown');
    return scopeSpans.flatMap(({ spans }) => spans.map(span => spanOf(service, span)));
  });
}

function spanOf(service: string, received: z.infer<typeof ReceivedSpan>): Span {
  const startUs = Number(received.startTimeUnixNano / 1000n);
  return {
    traceId: received.traceId,
    spanId: received.spanId,
    parentSpanId: received.parentSpanId === '' ? undefined : received.parentSpanId,
    service,
    name: cut(received.name),
    kind: received.kind ?? 0,
    startUs,
    durationUs: Number(received.endTimeUnixNano / 1000n) - startUs,
    failed: received.status?.code === ERROR,
    attributes: plain(received.attributes.slice(0, MAX_ATTRIBUTES)),
  };
}

function plain(attributes: z.infer<typeof Attributes>): Record<string, string | number | boolean> {
  const values = attributes.map(({ key, value }) => [
    cut(key),
    (value?.stringValue === undefined ? undefined : cut(value.stringValue)) ??
      value?.boolValue ??
      Number(value?.intValue ?? value?.doubleValue),
  ]);
  return Object.fromEntries(values) as Record<string, string | number | boolean>;
}
