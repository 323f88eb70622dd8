import { ShopError } from '@watertight/service-kit';
import { type TracedPage, WorstPages } from './worst-pages.ts';

export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly service: string;
  readonly name: string;
  readonly kind: number;
  readonly startUs: number;
  readonly durationUs: number;
  readonly failed: boolean;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

const MAX_TRACES = 2000;
const MAX_SPANS = 100_000;
const MAX_SPANS_PER_TRACE = 2000;
/** Of names and attributes, as UTF-16; the objects around them cost about as much again. */
const MAX_BYTES = 32 * 1024 * 1024;

/** The latest traces, in memory: where spans go if no collector runs. The oldest are deleted first. */
export class TraceStore {
  private readonly traces = new Map<string, Span[]>();
  /** The storefront's pages whose traces are here. */
  readonly pages = new WorstPages();
  private spans = 0;
  private bytes = 0;

  add(spans: readonly Span[]): void {
    for (const span of spans) this.keep(span);
    while (this.traces.size > MAX_TRACES || this.spans > MAX_SPANS || this.bytes > MAX_BYTES) this.deleteOldest();
  }

  /** Returns the spans of a trace, the earliest first. @throws TraceNotFoundError */
  read(traceId: string): readonly Span[] {
    const spans = this.traces.get(traceId);
    if (spans === undefined) throw new TraceNotFoundError();
    return spans.toSorted((one, other) => one.startUs - other.startUs);
  }

  private keep(span: Span): void {
    const spans = this.traces.get(span.traceId) ?? [];
    if (spans.length >= MAX_SPANS_PER_TRACE) return;
    spans.push(span);
    this.traces.set(span.traceId, spans);
    this.spans += 1;
    this.bytes += bytesOf(span);
    if (span.parentSpanId === undefined && span.service.startsWith('storefront')) this.pages.add(pageOf(span));
  }

  private deleteOldest(): void {
    const [oldest] = this.traces.keys();
    if (oldest === undefined) return;
    const spans = this.traces.get(oldest) ?? [];
    this.spans -= spans.length;
    for (const span of spans) this.bytes -= bytesOf(span);
    this.traces.delete(oldest);
  }
}

function bytesOf({ name, attributes }: Span): number {
  let characters = name.length;
  for (const [key, value] of Object.entries(attributes)) characters += key.length + String(value).length;
  return 2 * characters;
}

function pageOf({ traceId, service, name, durationUs, failed, attributes }: Span): TracedPage {
  return { traceId, shop: service, path: String(attributes['url.path'] ?? name), tookMs: durationUs / 1000, failed };
}

export class TraceNotFoundError extends ShopError {
  constructor() {
    super('This trace is not known here: spans arrive up to five seconds late, and the oldest are forgotten.', {
      code: 'trace-not-found',
      status: 404,
    });
  }
}
