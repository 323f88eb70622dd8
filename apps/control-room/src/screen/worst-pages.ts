import { html } from 'hono/html';
import { config } from '../config.ts';
import type { State } from '../state.ts';
import { amount, type Markup } from './markup.ts';

/** Pages of the last minute that failed, then the slowest, each with its trace. A live part. */
export function worstPages({ worstPages: pages }: State): Markup {
  const rows = pages.map(
    ({ traceId, shop, path, tookMs, failed }) =>
      html`<li id="page-${traceId}"><a href="${traceAddress(traceId)}"><code>${traceId.slice(0, 8)}</code></a> ${shop} ${path} <b>${amount(Math.round(tookMs))} ms</b>${failed && html` <span class="state" data-state="crashed">failed</span>`}</li>`,
  );
  return html`<div id="worst-pages">${rows.length === 0 ? html`<p>no page in the last minute</p>` : html`<ol>${rows}</ol>`}</div>`;
}

/** Where a collector has the traces, it also shows them. */
function traceAddress(traceId: string): string {
  return config.traceUrl?.replace('{traceId}', traceId) ?? `/traces/${traceId}`;
}
