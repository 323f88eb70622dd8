import { html } from 'hono/html';
import { config } from '../config.ts';
import type { Html } from './section.ts';

/** Leads to a trace where traces can be read, else is only its words. */
export function traceLink(traceId: string, words: Html | string): Html {
  if (config.traceUrl === null) return html`<span title="${traceId}">${words}</span>`;
  return html`<a href="${config.traceUrl.replaceAll('{traceId}', traceId)}">${words}</a>`;
}
