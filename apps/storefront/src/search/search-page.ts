import { Controller, Get, Query } from '@nestjs/common';
import { Category } from '@watertight/contracts';
import type { Results } from '@watertight/contracts/search';
import { html } from 'hono/html';
import type { Available } from '../clients/availability.ts';
import { Search, type SearchQuery } from '../clients/search.ts';
import { VisitorLimits } from '../clients/visitor-limits.ts';
import { categories } from '../layout/goods.ts';
import { notFoundPage, type PageAnswer, Pages, unavailablePage } from '../layout/page.ts';
import { section } from '../layout/section.ts';
import type { Page } from '../layout/stream-page.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { timeBudgets } from '../policies.ts';
import { resultList } from './result-list.ts';

/** What search understands of any query; the rest would only make addresses longer. */
const MAX_WORDS = 200;
const LAST_PAGE = 1000;

/** `GET /search`: what was found, else what the same words found last, else a 503 that says so. */
@Controller('search')
export class SearchPage {
  constructor(
    private readonly pages: Pages,
    private readonly search: Search,
    private readonly limits: VisitorLimits,
  ) {}

  @Get()
  handle(@Query() query: Record<string, unknown>, @ThisVisit() visit: Visit): Promise<PageAnswer> {
    const searchQuery = searchQueryOf(query);
    const { q } = searchQuery;
    return this.pages.page(visit, {
      budgetMs: timeBudgets.resultsMs,
      critical: async ({ leftMs }) => {
        await this.limits.take('searches');
        return this.search.results(searchQuery, leftMs());
      },
      show: results => resultsPage(searchQuery, results),
      whenRefused: { ...notFound, q },
      whenUnavailable: { ...searchUnavailable, q },
    });
  }
}

const notFound = notFoundPage(
  'results',
  'Search cannot read that',
  html`Try other words, or look on <a href="/search">all shelves</a>.`,
);
const searchUnavailable = unavailablePage('results', 'Search is unavailable right now.');

function resultsPage(searchQuery: SearchQuery, results: Available<Results>): Page {
  const { q, category } = searchQuery;
  const shelf = category === undefined ? 'All shelves' : categories[category].name;
  return {
    title: q === '' ? shelf : `“${q}”`,
    description:
      q === ''
        ? `${shelf} of Watertight, ship chandlers: names, pictures and prices.`
        : `What Watertight, ship chandlers, has for “${q}”: names, pictures and prices.`,
    q,
    layout: html`<slot name="results"></slot>`,
    sections: [section('results', resultList(searchQuery, results), results.state)],
  };
}

/** Any query means something: what cannot be meant is left out, and length is cut. */
function searchQueryOf({ q, category, page }: Record<string, unknown>): SearchQuery {
  const words = one(q).trim().slice(0, MAX_WORDS).toWellFormed(); // a cut may fall into the middle of an emoji
  const number = /^\d{1,4}$/.test(one(page)) ? Number(one(page)) : 1;
  return { q: words, category: Category.safeParse(one(category)).data, page: Math.min(Math.max(number, 1), LAST_PAGE) };
}

/** The first of a value that came more than once. */
function one(value: unknown): string {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : '';
}
