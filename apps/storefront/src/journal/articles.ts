import { globSync, readFileSync } from 'node:fs';
import { Slug } from '@watertight/contracts';
import { html } from 'hono/html';
import { z } from 'zod';
import type { Html } from '../layout/section.ts';
import { assetsFolder } from '../static-files.ts';

const folder = `${assetsFolder}journal/`;

const FrontMatter = z.object({
  title: z.string().min(1),
  slug: Slug,
  minutes: z.coerce.number().int().min(1),
  published: z.iso.date(),
  teaser: z.string().min(1),
});

export interface Article extends z.infer<typeof FrontMatter> {
  readonly body: Html;
}

const SPAN = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

/** The articles of the journal, newest first. They are files of our own, read once at the start: the journal is there when nothing else is. */
export const articles: readonly Article[] = globSync('*.md', { cwd: folder })
  .map(file => parseArticle(readFileSync(`${folder}${file}`, 'utf8')))
  .toSorted((one, other) => other.published.localeCompare(one.published));

/** An article as its file writes it: `key: value` lines between two lines of dashes, then Markdown; with either line end. @throws ZodError */
export function parseArticle(file: string): Article {
  const [, head = '', body = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(file.replaceAll('\r\n', '\n')) ?? [];
  const entries = head
    .split('\n')
    .map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
  return { ...FrontMatter.parse(Object.fromEntries(entries)), body: markdown(body) };
}

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

/** Articles one might want to read; `level` is that of their headings. */
export const teasers = (shown: readonly Article[], level: 2 | 3 = 3): Html =>
  html`<ul class="teasers">${shown.map(article => teaser(article, level))}</ul>`;

const teaser = ({ slug, title, minutes, teaser }: Article, level: 2 | 3) =>
  html`<li><a href="/journal/${slug}">${level === 2 ? html`<h2>${title}</h2>` : html`<h3>${title}</h3>`}</a><p>${teaser}</p><p class="soft small">${minutes} minutes</p></li>
`;
