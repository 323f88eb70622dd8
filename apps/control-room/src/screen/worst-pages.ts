import { html } from 'hono/html';
import type { State } from '../state.ts';
import { amount, type Markup } from './markup.ts';

/** Pages of the last minute that failed, then the slowest, each with its trace. A live part. */
export function worstPages({ worstPages: pages }: State): Markup {
  const rows = pages.map(
    ({ traceId, service, name, durationUs, failed, attributes }) =>
      html`<li id="page-${traceId}"><a href="/traces/${traceId}"><code>${traceId.slice(0, 8)}</code></a> ${service} ${String(attributes['url.path'] ?? name)} <b>${amount(Math.round(durationUs / 1000))} ms</b>${failed && html` <span class="state" data-state="crashed">failed</span>`}</li>`,
  );
  return html`<div id="worst-pages">${rows.length === 0 ? html`<p>no page in the last minute, or its trace is elsewhere</p>` : html`<ol>${rows}</ol>`}</div>`;
}
