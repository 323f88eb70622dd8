import { html } from 'hono/html';
import type { Html } from '../layout/section.ts';

/** The Markdown of our own articles: second-level headings, paragraphs, emphasis, code and links. Everything else is text. */
export function markdown(source: string): Html {
  return html`${source
    .trim()
    .split(/\n{2,}/)
    .map(block)}`;
}

function block(text: string): Html {
  const [, heading] = /^## (.*)$/.exec(text) ?? [];
  return heading === undefined ? html`<p>${inline(text)}</p>\n` : html`<h2>${inline(heading)}</h2>\n`;
}

const SPAN = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

/** Text is escaped piece by piece; only what a span says becomes an element. */
function inline(text: string): Html {
  const pieces: Html[] = [];
  let from = 0;
  for (const match of text.matchAll(SPAN)) {
    pieces.push(html`${text.slice(from, match.index)}`, span(match));
    from = match.index + match[0].length;
  }
  return html`${pieces}${text.slice(from)}`;
}

function span([whole, code, strong, emphasis, label, address = '']: RegExpMatchArray): Html {
  if (code !== undefined) return html`<code>${code}</code>`;
  if (strong !== undefined) return html`<strong>${strong}</strong>`;
  if (emphasis !== undefined) return html`<em>${emphasis}</em>`;
  // `javascript:` and its kin stay text.
  if (label !== undefined && /^(\/|#|https?:)/.test(address)) return html`<a href="${address}">${label}</a>`;
  return html`${whole}`;
}
