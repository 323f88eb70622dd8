import { html, raw } from 'hono/html';
import type { Html } from './section.ts';

const hatch = raw(
  '<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.8"><rect x="4" y="2.5" width="16" height="19" rx="5"/><circle cx="12" cy="12" r="4.2"/><path d="M12 7.8v8.4M7.8 12h8.4"/></svg>',
);

/** A part that is away: said once, calmly, in its own place; `more` says what can be done meanwhile. */
export const awayNote = (sentence: string, more?: Html | string): Html =>
  html`<div class="away" role="note">${hatch}<p>${sentence}</p>${more !== undefined && html`<p>${more}</p>`}</div>`;

/** What stands in the way of a form, at its head. */
export const formNote = (what: Html | string): Html =>
  html`<div class="away" role="alert">${hatch}<div>${what}</div></div>`;
