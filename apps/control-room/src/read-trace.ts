import { Controller, Get, Header, Param } from '@nestjs/common';
import { callAttribute } from '@watertight/resilience';
import { ShopError } from '@watertight/service-kit';
import { html } from 'hono/html';
import { z } from 'zod';
import { amount } from './screen/markup.ts';
import { roomPage } from './screen/room-page.ts';
import { waterfall } from './screen/waterfall.ts';
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
  const startUs = Math.min(...spans.map(span => span.startUs));
  const endUs = Math.max(...spans.map(span => span.startUs + span.durationUs));
  const replaced = spans.filter(({ attributes }) => attributes[callAttribute.outcome] === 'fallback');
  const without = replaced.map(({ name }) => name.replace('call ', '')).join(', ');
  return roomPage({
    title: `Trace ${traceId}`,
    main: html`<main class="trace"><p><b>${amount((endUs - startUs) / 1000)} ms</b> in ${amount(spans.length)} spans${without !== '' && html`; degraded: <b>${without}</b>`}. Choose a row to see all that it says.</p>${waterfall(spans)}</main>`,
  });
}
