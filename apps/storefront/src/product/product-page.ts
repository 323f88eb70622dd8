import { Controller, Get, Param, Query } from '@nestjs/common';
import { Slug } from '@watertight/contracts';
import type { Product } from '@watertight/contracts/search';
import { html } from 'hono/html';
import type { Available } from '../clients/availability.ts';
import { Checkout } from '../clients/checkout.ts';
import { Comments } from '../clients/comments.ts';
import { Search } from '../clients/search.ts';
import { commentSection, commentsWithAccount } from '../comments/comment-section.ts';
import { beginningOf } from '../layout/format.ts';
import { notFoundPage, type PageAnswer, type PageContext, Pages, unavailablePage } from '../layout/page.ts';
import { optionalSection, placeholder, section, type Section } from '../layout/section.ts';
import type { Page } from '../layout/stream-page.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { productSheet, stockLine } from './product-sheet.ts';
import { recommendationSection, RecommendedProducts } from './recommendations.ts';

/** `GET /products/:slug`: the product or its last known copy; price, recommendations and comments as they arrive. */
@Controller('products/:slug')
export class ProductPage {
  constructor(
    private readonly pages: Pages,
    private readonly search: Search,
    private readonly checkout: Checkout,
    private readonly recommended: RecommendedProducts,
    private readonly comments: Comments,
  ) {}

  @Get()
  handle(@Param('slug') slug: string, @Query('near') from: unknown, @ThisVisit() visit: Visit): Promise<PageAnswer> {
    if (!Slug.safeParse(slug).success) return this.pages.page(visit, { show: () => notFound });
    const near = Slug.safeParse(from).data; // the store from whose page the visitor comes; anything else says nothing
    // A slug keeps its id: the optional sections of a product that was shown before are requested at the click, however slow search is.
    const knownId = this.search.knownId(slug);
    return this.pages.page(visit, {
      critical: ({ leftMs }) => this.search.product(slug, leftMs()),
      optional: (context, product) => {
        const id = knownId === undefined ? product.then(({ value }) => value.id) : Promise.resolve(knownId);
        return this.optionalSections(id, near, context, visit.here);
      },
      show: productPage,
      whenRefused: notFound,
      whenUnavailable: unavailablePage('product', 'The catalogue is unavailable right now.'),
    });
  }

  private optionalSections(
    id: Promise<string>,
    near: string | undefined,
    { header, optionalMs }: PageContext,
    here: string,
  ): Promise<Section>[] {
    const stock = id.then(known => this.checkout.stock(known, near, optionalMs()));
    const recommended = id.then(known => this.recommended.boughtTogether(known, optionalMs()));
    const comments = id.then(known => this.comments.on(`product:${known}`, optionalMs()));
    return [
      optionalSection('stock', stock, stockLine),
      optionalSection('recommendations', recommended, cards => recommendationSection('Goes well with it', cards)),
      optionalSection('comments', commentsWithAccount(comments, header.account), content =>
        commentSection('What sailors say', here, content),
      ),
    ];
  }
}

const productPage = (product: Available<Product>): Page => ({
  title: product.value.name,
  description: beginningOf(product.value.description, 155),
  layout: html`<div class="product"><slot name="product"></slot><slot name="stock">${placeholder('stock')}</slot></div>
<slot name="recommendations">${placeholder('shelf')}</slot><slot name="comments">${placeholder('comments')}</slot>`,
  sections: [section('product', productSheet(product), product.state)],
});

const notFound = notFoundPage(
  'product',
  'There is no such thing on our shelves',
  html`Look on <a href="/search">all shelves</a>, or search for it above.`,
);
