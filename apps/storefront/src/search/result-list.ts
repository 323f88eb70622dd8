import type { Results } from '@watertight/contracts/search';
import { html } from 'hono/html';
import type { Available } from '../clients/availability.ts';
import type { SearchQuery } from '../clients/search.ts';
import { counted, shownAsOf } from '../layout/format.ts';
import { allCategories, categories, cards } from '../layout/goods.ts';
import { unavailableNote, type Html } from '../layout/section.ts';

/** The section `results`. */
export function resultList(searchQuery: SearchQuery, content: Available<Results>): Html {
  const { value: found } = content;
  return html`<h1>${heading(searchQuery)}</h1>
${content.state === 'stale' && unavailableNote(shownAsOf(content.ageMs), 'Search is unavailable right now; prices are confirmed at checkout.')}
${filters(searchQuery)}
<p class="soft" role="status">${summary(searchQuery, found)}</p>
${found.products.length > 0 ? html`<h2 class="visually-hidden">Goods</h2>${cards(found.products)}` : help(searchQuery, found)}
${found.pages > 1 && pager(searchQuery, found)}`;
}

function heading({ q, category }: SearchQuery): string {
  if (q !== '') return `“${q}”`;
  return category === undefined ? 'All shelves' : categories[category].name;
}

function filters(searchQuery: SearchQuery): Html {
  const filter = (category: SearchQuery['category'], name: string) =>
    html`<li><a href="${address({ ...searchQuery, category, page: 1 })}"${category === searchQuery.category && html` aria-current="true"`}>${name}</a></li>`;
  return html`<nav aria-label="Shelves"><ul class="filters">${filter(undefined, 'All')}${allCategories.map(each => filter(each, categories[each].name))}</ul></nav>`;
}

function summary({ q, category }: SearchQuery, { match, total, page, pages }: Results): Html | string {
  const where = category === undefined ? '' : ` in ${categories[category].name}`;
  if (total === 0) return `Nothing found${where}.`;
  const things = `${counted(total, 'thing')}${where}${pages > 1 ? `, page ${page} of ${pages}` : ''}`;
  if (match === 'similar') return html`Nothing here is called “${q}”. Did you mean one of these? ${things}.`;
  return `${things}.`;
}

function help(searchQuery: SearchQuery, { total, pages }: Results): Html {
  if (total > 0)
    return html`<p>The shelf ends on page ${pages}. <a href="${address({ ...searchQuery, page: 1 })}">Back to its beginning</a></p>`;
  return html`<div class="stack"><p>We may know it by another name: try one plain word, such as <a href="/search?q=rope">rope</a>, <a href="/search?q=pump">pump</a> or <a href="/search?q=lantern">lantern</a>${
    searchQuery.category !== undefined &&
    html`, or <a href="${address({ ...searchQuery, category: undefined, page: 1 })}">look on all shelves</a>`
  }.</p></div>`;
}

function pager(searchQuery: SearchQuery, { page, pages }: Results): Html {
  const to = (number: number, rel: string, text: string) =>
    number >= 1 && number <= pages
      ? html`<a rel="${rel}" href="${address({ ...searchQuery, page: number })}">${text}</a>`
      : html`<span></span>`;
  return html`<nav class="pager" aria-label="Pages">${to(page - 1, 'prev', '← Earlier')}<span>Page ${page} of ${pages}</span>${to(page + 1, 'next', 'More →')}</nav>`;
}

/** The address of a searchQuery; what is not asked is not named. */
function address({ q, category, page }: SearchQuery): string {
  const query = new URLSearchParams();
  if (q !== '') query.set('q', q);
  if (category !== undefined) query.set('category', category);
  if (page > 1) query.set('page', String(page));
  return query.size === 0 ? '/search' : `/search?${query.toString()}`;
}
