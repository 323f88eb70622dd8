import { Controller, Get, Query, Res } from '@nestjs/common';
import { Category } from '@watertight/contracts';
import type { Results as Found } from '@watertight/contracts/search';
import type { FastifyReply } from 'fastify';
import { html } from 'hono/html';
import type { Available } from '../clients/availability.ts';
import { type SearchQuery, Search } from '../clients/search.ts';
import { categories } from '../layout/goods.ts';
import { Header } from '../layout/header.ts';
import { answerPage, type Page } from '../layout/page.ts';
import { pageWithout } from '../layout/unavailable-page.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { resultList } from './result-list.ts';

/** What search understands of any query; the rest would only make addresses longer. */
const MAX_WORDS = 200;
const LAST_PAGE = 1000;

/** `GET /search`: what was found, else what the same words found last, else a 503 that says so. */
@Controller('search')
export class ResultsPage {
  constructor(
    private readonly header: Header,
    private readonly search: Search,
  ) {}

  @Get()
  async handle(
    @Query() query: Record<string, unknown>,
    @ThisVisit() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AsyncGenerator<string>> {
    const header = this.header.ask(visit);
    const searchQuery = searchQueryOf(query);
    try {
      return answerPage(reply, visit, {
        ...pageOf(searchQuery, await this.search.results(searchQuery, visit)),
        header,
      });
    } catch (error) {
      return answerPage(reply, visit, { ...pageWithout(lack, error, header), q: searchQuery.q });
    }
  }
}

const lack = {
  id: 'results',
  unavailable: [
    'Search is unavailable right now.',
    html`Try again in a minute; <a href="/journal">the journal</a> is there meanwhile.`,
  ],
  none: ['Search cannot read that', html`Try other words, or look on <a href="/search">all shelves</a>.`],
} as const;

function pageOf(searchQuery: SearchQuery, part: Available<Found>): Omit<Page, 'header'> {
  const shelf = searchQuery.category === undefined ? 'All shelves' : categories[searchQuery.category].name;
  return {
    title: searchQuery.q === '' ? shelf : `“${searchQuery.q}”`,
    description:
      searchQuery.q === ''
        ? `${shelf} of Watertight, ship chandlers: names, pictures and prices.`
        : `What Watertight, ship chandlers, has for “${searchQuery.q}”: names, pictures and prices.`,
    q: searchQuery.q,
    layout: html`<slot name="results"></slot>`,
    sections: [{ id: 'results', state: part.state, body: resultList(searchQuery, part) }],
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
