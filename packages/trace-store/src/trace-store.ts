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

/** The latest traces, in memory: where spans go if no collector runs. The oldest are deleted first. */
export class TraceStore {
  private readonly traces = new Map<string, Span[]>();
  /** The storefront's pages whose traces are here. */
  readonly pages = new WorstPages();
  private spans = 0;

  add(spans: readonly Span[]): void {
    for (const span of spans) this.keep(span);
    while (this.traces.size > MAX_TRACES || this.spans > MAX_SPANS) this.deleteOldest();
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
    if (span.parentSpanId === undefined && span.service.startsWith('storefront')) this.pages.add(pageOf(span));
  }

  private deleteOldest(): void {
    const [oldest] = this.traces.keys();
    if (oldest === undefined) return;
    this.spans -= this.traces.get(oldest)?.length ?? 0;
    this.traces.delete(oldest);
  }
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
