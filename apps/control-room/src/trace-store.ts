import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PagesSeen, type TracedPage } from './pages-seen.ts';

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
export const TraceExport = z.object({
  resourceSpans: z
    .array(
      z.object({
        resource: z.object({ attributes: Attributes }).optional(),
        scopeSpans: z.array(z.object({ spans: z.array(ReceivedSpan).default([]) })).default([]),
      }),
    )
    .default([]),
});

export interface Span {
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  service: string;
  name: string;
  kind: number;
  startUs: number;
  durationUs: number;
  failed: boolean;
  attributes: Record<string, string | number | boolean>;
}

const MAX_TRACES = 2000;
const MAX_SPANS = 100_000;
const MAX_SPANS_PER_TRACE = 2000;

/** The latest traces, in memory: where the spans go when no collector runs. The oldest leave first. */
@Injectable()
export class TraceStore {
  private readonly traces = new Map<string, Span[]>();
  /** Where pages begin, the latest last. */
  /** Those whose traces came here. */
  readonly pages = new PagesSeen();
  private spans = 0;

  add(received: z.infer<typeof TraceExport>): void {
    for (const { resource, scopeSpans } of received.resourceSpans) {
      const service = String(plain(resource?.attributes ?? [])['service.name'] ?? 'unknown');
      for (const span of scopeSpans.flatMap(({ spans }) => spans)) this.keep(service, span);
    }
    while (this.traces.size > MAX_TRACES || this.spans > MAX_SPANS) this.forgetOldest();
  }

  read(traceId: string): readonly Span[] | undefined {
    return this.traces.get(traceId)?.toSorted((one, other) => one.startUs - other.startUs);
  }

  private keep(service: string, received: z.infer<typeof ReceivedSpan>): void {
    const spans = this.traces.get(received.traceId) ?? [];
    if (spans.length >= MAX_SPANS_PER_TRACE) return;
    const startUs = Number(received.startTimeUnixNano / 1000n);
    spans.push({
      traceId: received.traceId,
      spanId: received.spanId,
      parentSpanId: received.parentSpanId === '' ? undefined : received.parentSpanId,
      service,
      name: received.name,
      kind: received.kind ?? 0,
      startUs,
      durationUs: Number(received.endTimeUnixNano / 1000n) - startUs,
      failed: received.status?.code === 2,
      attributes: plain(received.attributes),
    });
    this.traces.set(received.traceId, spans);
    this.spans += 1;
    const [span] = spans.slice(-1);
    if (span !== undefined && span.parentSpanId === undefined && service.startsWith('storefront'))
      this.pages.note(pageOf(span));
  }

  private forgetOldest(): void {
    const [oldest] = this.traces.keys();
    if (oldest === undefined) return;
    this.spans -= this.traces.get(oldest)?.length ?? 0;
    this.traces.delete(oldest);
  }
}

function pageOf({ traceId, service, name, durationUs, failed, attributes }: Span): TracedPage {
  return { traceId, shop: service, path: String(attributes['url.path'] ?? name), tookMs: durationUs / 1000, failed };
}

function plain(attributes: z.infer<typeof Attributes>): Record<string, string | number | boolean> {
  const values = attributes.map(({ key, value }) => [
    key,
    value?.stringValue ?? value?.boolValue ?? Number(value?.intValue ?? value?.doubleValue),
  ]);
  return Object.fromEntries(values) as Record<string, string | number | boolean>;
}
