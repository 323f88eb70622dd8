import { Controller, Get, Header, Param } from '@nestjs/common';
import { ShopError } from '@watertight/service-kit';
import { html } from 'hono/html';
import { z } from 'zod';
import type { Markup } from './screen/markup.ts';
import { roomPage } from './screen/room-page.ts';
import { type Span, TraceStore } from './trace-store.ts';

const TraceId = z.object({ traceId: z.string().regex(/^[0-9a-f]{32}$/, '32 lower-case hex digits') });

/** A trace as people read it, and as Jaeger's query API would answer it, so that one program reads both. */
@Controller()
export class ReadTrace {
  constructor(private readonly store: TraceStore) {}

  @Get('traces/:traceId')
  @Header('content-type', 'text/html; charset=utf-8')
  page(@Param({ schema: TraceId }) { traceId }: z.infer<typeof TraceId>): Promise<string> {
    return tracePage(traceId, this.spansOf(traceId));
  }

  @Get('api/traces/:traceId')
  jaeger(@Param({ schema: TraceId }) { traceId }: z.infer<typeof TraceId>) {
    return { data: [jaegerTrace(traceId, this.spansOf(traceId))] };
  }

  private spansOf(traceId: string): readonly Span[] {
    const spans = this.store.read(traceId);
    if (spans !== undefined) return spans;
    throw new ShopError(
      'This trace is not known here: spans arrive up to five seconds late, and the oldest are forgotten.',
      { code: 'trace-not-found', status: 404 },
    );
  }
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

function tracePage(traceId: string, spans: readonly Span[]): Promise<string> {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined || !known.has(parentSpanId));
  const startUs = Math.min(...spans.map(span => span.startUs));
  const list = (some: readonly Span[]): Markup =>
    html`<ol>
      ${some.map(span => html`<li>${line(span, startUs)} ${list(spans.filter(({ parentSpanId }) => parentSpanId === span.spanId))}</li>`)}
    </ol>`;
  return roomPage({
    title: `Trace ${traceId}`,
    main: html`<main class="trace"><p>${spans.length} spans. Start and length in ms.</p>${list(roots)}</main>`,
  });
}

function line({ service, name, startUs, durationUs, failed, attributes }: Span, traceStartUs: number) {
  const ms = (us: number) => (us / 1000).toFixed(1);
  const outcome = attributes['watertight.outcome'] ?? attributes['error.type'] ?? '';
  return html`<span class="number">${ms(startUs - traceStartUs)} + ${ms(durationUs)}</span> <strong>${service}</strong> ${name}
    ${failed ? html`<span class="state" data-state="crashed">failed</span>` : ''} ${outcome}`;
}
