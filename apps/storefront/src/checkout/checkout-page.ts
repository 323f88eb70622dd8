import { Controller, Get } from '@nestjs/common';
import type { Basket } from '@watertight/contracts/checkout';
import { html } from 'hono/html';
import { emptyBasket } from '../basket/basket-lines.ts';
import { ok } from '../clients/availability.ts';
import { Checkout } from '../clients/checkout.ts';
import { type PageAnswer, Pages, unavailablePage } from '../layout/page.ts';
import { type Html, placeholder, section } from '../layout/section.ts';
import type { Page } from '../layout/stream-page.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { RecommendedProducts } from '../product/recommendations.ts';
import { checkoutForm, newDraft } from './checkout-form.ts';

/** `GET /checkout`: the basket, the address, and the card. Guests buy as well, so profile is not critical. */
@Controller('checkout')
export class CheckoutPage {
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
      show: basket => {
        const isEmpty = basket === undefined || basket.lines.length === 0;
        const body = isEmpty ? emptyBasket : checkoutForm({ basket, draft: newDraft(basket) });
        return checkoutPage({ body, basket, hasRecommendations: true });
      },
      whenUnavailable: unavailablePage(
        'checkout',
        'The till is closed right now. Nothing was charged, and your basket is kept.',
      ),
    });
  }
}

interface CheckoutSection {
  readonly body: Html;
  /** If it is known. */
  readonly basket?: Basket | undefined;
  readonly status?: number;
  readonly hasRecommendations?: boolean;
}

/** The page around the section `checkout`. */
export const checkoutPage = ({ body, basket, status = 200, hasRecommendations = false }: CheckoutSection): Page => ({
  title: 'Checkout',
  status,
  ...(basket !== undefined && { header: { basket: Promise.resolve(ok(basket.count)) } }),
  layout: html`<slot name="checkout"></slot>${hasRecommendations && html`<slot name="recommendations">${placeholder('shelf')}</slot>`}`,
  sections: [section('checkout', body)],
});
