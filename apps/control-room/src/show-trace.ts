import { callAttribute } from '@watertight/resilience';
import { Controller, Get, Header, Param } from '@nestjs/common';
import { type Span, TraceStore } from '@watertight/trace-store';
import { html } from 'hono/html';
import { z } from 'zod';
import { amount } from './screen/markup.ts';
import { htmlPage } from './screen/page.ts';
import { waterfall } from './screen/waterfall.ts';

const TraceId = z.object({ traceId: z.string().regex(/^[0-9a-f]{32}$/, '32 lower-case hex digits') });

/** `GET /traces/:traceId`: a trace as a page for people; the trace store answers programs. */
@Controller()
export class ShowTrace {
  constructor(private readonly store: TraceStore) {}

  @Get('traces/:traceId')
  @Header('content-type', 'text/html; charset=utf-8')
  page(@Param({ schema: TraceId }) { traceId }: z.infer<typeof TraceId>): Promise<string> {
    return tracePage(traceId, this.store.read(traceId));
  }
}

function tracePage(traceId: string, spans: readonly Span[]): Promise<string> {
  const startUs = Math.min(...spans.map(span => span.startUs));
  const endUs = Math.max(...spans.map(span => span.startUs + span.durationUs));
  const replaced = spans.filter(({ attributes }) => attributes[callAttribute.outcome] === 'fallback');
  const without = replaced.map(({ name }) => name.replace('call ', '')).join(', ');
  return htmlPage({
    title: `Trace ${traceId}`,
    main: html`<main class="trace"><p><b>${amount((endUs - startUs) / 1000)} ms</b> in ${amount(spans.length)} spans${without !== '' && html`; degraded: <b>${without}</b>`}. Choose a row to see its attributes.</p>${waterfall(spans)}</main>`,
  });
}
