import { html } from 'hono/html';
import type { Article } from './articles.ts';
import type { Html } from '../layout/section.ts';

/** Articles one might want to read; `level` is that of their headings. */
export const teasers = (articles: readonly Article[], level: 2 | 3 = 3): Html =>
  html`<ul class="teasers">${articles.map(article => teaser(article, level))}</ul>`;

const teaser = ({ slug, title, minutes, teaser }: Article, level: 2 | 3) =>
  html`<li><a href="/journal/${slug}">${level === 2 ? html`<h2>${title}</h2>` : html`<h3>${title}</h3>`}</a><p>${teaser}</p><p class="soft small">${minutes} minutes</p></li>
`;
