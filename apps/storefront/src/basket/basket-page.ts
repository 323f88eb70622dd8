import { Controller, Get } from '@nestjs/common';
import type { Basket } from '@watertight/contracts/checkout';
import { html } from 'hono/html';
import { ok } from '../clients/availability.ts';
import { Checkout } from '../clients/checkout.ts';
import { type PageAnswer, Pages, unavailablePage } from '../layout/page.ts';
import { placeholder, section } from '../layout/section.ts';
import type { Page } from '../layout/stream-page.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { RecommendedProducts } from '../product/recommendations.ts';
import { basketContents, emptyBasket } from './basket-lines.ts';

/** `GET /basket`: what the visitor is about to buy. Checkout is critical, unless no basket was ever begun. */
@Controller('basket')
export class BasketPage {
  constructor(
    private readonly pages: Pages,
    private readonly checkout: Checkout,
    private readonly recommended: RecommendedProducts,
  ) {}

  @Get()
  handle(@ThisVisit() visit: Visit): Promise<PageAnswer> {
    return this.pages.page(visit, {
      critical: ({ leftMs }) => this.checkout.basket(visit, leftMs()),
      optional: ({ optionalMs }) => [this.recommended.bestsellerSection(optionalMs())],
      show: basketPage,
      whenUnavailable: unavailablePage('contents', 'Your basket cannot be shown right now. Nothing in it is lost.'),
    });
  }
}

/** The header shows the count of this basket, so that both numbers agree. */
const basketPage = (basket: Basket | undefined): Page => ({
  title: 'Basket',
  header: { basket: Promise.resolve(ok(basket?.count ?? 0)) },
  layout: html`<slot name="contents"></slot><slot name="recommendations">${placeholder('shelf')}</slot>`,
  sections: [
    section('contents', basket === undefined || basket.lines.length === 0 ? emptyBasket : basketContents(basket)),
  ],
});
