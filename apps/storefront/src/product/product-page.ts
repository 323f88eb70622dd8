import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { Slug } from '@watertight/contracts';
import type { Product as Thing } from '@watertight/contracts/search';
import { SECOND } from '@watertight/resilience';
import type { FastifyReply } from 'fastify';
import { html } from 'hono/html';
import type { Available } from '../clients/availability.ts';
import { Search } from '../clients/search.ts';
import { commentList } from '../comments/comment-section.ts';
import { beginningOf } from '../layout/format.ts';
import { Header, type HeaderData } from '../layout/header.ts';
import { answerPage, type Page } from '../layout/page.ts';
import { placeholder, optionalSection } from '../layout/section.ts';
import { nothingHere, pageWithout } from '../layout/unavailable-page.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { type AskedOfProduct, ProductOrnaments } from './optional-sections.ts';
import { productSheet, stockLine } from './product-sheet.ts';
import { recommended } from './recommendations.ts';

const ORNAMENT_MS = 300;
/** The whole page, from the click. */
const PAGE_MS = 2 * SECOND;

/** `GET /products/:slug`: the product or its last known copy; price, shelf and comments as they come. */
@Controller('products/:slug')
export class ProductPage {
  constructor(
    private readonly header: Header,
    private readonly search: Search,
    private readonly ornaments: ProductOrnaments,
  ) {}

  @Get()
  async handle(
    @Param('slug') slug: string,
    @Query('near') from: unknown,
    @ThisVisit() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AsyncGenerator<string>> {
    const header = this.header.ask(visit);
    if (!Slug.safeParse(slug).success) return answerPage(reply, visit, nothingHere('product', none, header));
    const near = Slug.safeParse(from).data; // whatever else was typed says nothing about a place
    // A slug stays with its id: what we have shown before is decorated from the click on, however slow search is.
    const knownId = this.search.knownId(slug);
    const early =
      knownId === undefined ? undefined : this.ornaments.ask(knownId, near, visit.leftMs(ORNAMENT_MS), header);
    try {
      const part = await this.search.product(slug, visit);
      const asked =
        early ?? this.ornaments.ask(part.value.id, near, Math.min(ORNAMENT_MS, visit.leftMs(PAGE_MS)), header);
      return answerPage(reply, visit, pageOf(part, asked, header, visit));
    } catch (error) {
      return answerPage(reply, visit, pageWithout({ id: 'product', unavailable, none }, error, header));
    }
  }
}

const elsewhere = html`Look on <a href="/search">all shelves</a>, or search for it above.`;
const none = ['There is no such thing on our shelves', elsewhere] as const;
const unavailable = [
  'The catalogue is unavailable right now.',
  html`Try again in a minute; <a href="/journal">the journal</a> is there meanwhile.`,
] as const;

function pageOf(part: Available<Thing>, asked: AskedOfProduct, header: HeaderData, visit: Visit): Page {
  return {
    title: part.value.name,
    description: beginningOf(part.value.description, 155),
    header,
    layout: html`<div class="product"><slot name="product"></slot><slot name="stock">${placeholder('stock')}</slot></div>
<slot name="recommendations">${placeholder('shelf')}</slot><slot name="comments">${placeholder('comments')}</slot>`,
    sections: [{ id: 'product', state: part.state, body: productSheet(part) }],
    ornaments: [
      optionalSection('stock', asked.stock, stockLine),
      optionalSection('recommendations', asked.recommendations, shelf => recommended('Goes well with it', shelf)),
      optionalSection('comments', asked.comments, said => commentList('What sailors say', visit.here, said)),
    ],
  };
}
