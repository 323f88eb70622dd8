import { Controller, Get, Res } from '@nestjs/common';
import type { Basket } from '@watertight/contracts/checkout';
import type { FastifyReply } from 'fastify';
import { html } from 'hono/html';
import { emptyBasket } from '../basket/basket-lines.ts';
import { ok, orUnavailable } from '../clients/availability.ts';
import { Checkout } from '../clients/checkout.ts';
import { Header, type HeaderData } from '../layout/header.ts';
import { answerPage, type Page } from '../layout/page.ts';
import { placeholder, type Html, optionalSection, type Section } from '../layout/section.ts';
import { pageWithout } from '../layout/unavailable-page.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { bestsellers, RecommendedProducts } from '../product/recommendations.ts';
import { checkoutForm, newDraft } from './checkout-form.ts';

/** `GET /checkout`: the basket, where it goes, and which card pays. Guests buy as well, with profile unavailable too. */
@Controller('checkout')
export class CheckoutPage {
  constructor(
    private readonly header: Header,
    private readonly checkout: Checkout,
    private readonly shelf: RecommendedProducts,
  ) {}

  @Get()
  async handle(
    @ThisVisit() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AsyncGenerator<string>> {
    const header = this.header.ask(visit);
    const shelf = optionalSection('recommendations', orUnavailable(this.shelf.bestsellers()), bestsellers);
    try {
      const basket = await this.checkout.basket(visit);
      const isEmpty = basket === undefined || basket.lines.length === 0;
      const body = isEmpty ? emptyBasket : checkoutForm({ basket, draft: newDraft(basket) });
      return answerPage(reply, visit, checkoutPage({ body, basket, header, ornaments: [shelf] }));
    } catch (error) {
      return answerPage(reply, visit, pageWithout(checkoutUnavailable, error, header));
    }
  }
}

const checkoutUnavailable = {
  id: 'checkout',
  unavailable: [
    'The till is closed right now. Nothing was charged, and your basket is kept.',
    html`Try again in a minute; <a href="/journal">the journal</a> is there meanwhile.`,
  ],
} as const;

interface CheckoutSection {
  readonly body: Html;
  readonly basket: Basket | undefined;
  readonly header: HeaderData;
  readonly status?: number;
  readonly ornaments?: readonly Promise<Section>[];
}

/** The page around the section `checkout`, whatever stands in it. */
export const checkoutPage = ({ body, basket, header, status = 200, ornaments = [] }: CheckoutSection): Page => ({
  title: 'Checkout',
  status,
  header: basket === undefined ? header : { ...header, basket: Promise.resolve(ok(basket.count)) },
  layout: html`<slot name="checkout"></slot>${ornaments.length > 0 && html`<slot name="recommendations">${placeholder('shelf')}</slot>`}`,
  sections: [{ id: 'checkout', state: status === 503 ? 'unavailable' : 'ok', body }],
  ornaments,
});
