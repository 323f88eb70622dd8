import { Controller, Get, Res } from '@nestjs/common';
import type { Basket } from '@watertight/contracts/checkout';
import type { FastifyReply } from 'fastify';
import { html } from 'hono/html';
import { emptyBasket } from '../basket/basket-lines.ts';
import { ok, orAway } from '../clients/availability.ts';
import { Checkout } from '../clients/checkout.ts';
import { Masthead, type MastheadParts } from '../layout/header.ts';
import { answerPage, type Page } from '../layout/page.ts';
import { hold, type Html, ornament, type Section } from '../layout/section.ts';
import { pageWithout } from '../layout/unavailable-page.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { bestsellers, ShelfOfGoods } from '../product/recommendations.ts';
import { checkoutForm, newDraft } from './checkout-form.ts';

/** `GET /checkout`: the basket, where it goes, and which card pays. Guests buy as well, with profile away too. */
@Controller('checkout')
export class CheckoutPage {
  constructor(
    private readonly masthead: Masthead,
    private readonly checkout: Checkout,
    private readonly shelf: ShelfOfGoods,
  ) {}

  @Get()
  async handle(
    @ThisVisit() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AsyncGenerator<string>> {
    const masthead = this.masthead.ask(visit);
    const shelf = ornament('recommendations', orAway(this.shelf.bestsellers()), bestsellers);
    try {
      const basket = await this.checkout.basket(visit);
      const isEmpty = basket === undefined || basket.lines.length === 0;
      const body = isEmpty ? emptyBasket : checkoutForm({ basket, draft: newDraft(basket) });
      return answerPage(reply, visit, checkoutPage({ body, basket, masthead, ornaments: [shelf] }));
    } catch (error) {
      return answerPage(reply, visit, pageWithout(tillAway, error, masthead));
    }
  }
}

const tillAway = {
  id: 'checkout',
  away: [
    'The till is closed right now. Nothing was charged, and your basket is kept.',
    html`Try again in a minute; <a href="/journal">the journal</a> is there meanwhile.`,
  ],
} as const;

interface Till {
  readonly body: Html;
  readonly basket: Basket | undefined;
  readonly masthead: MastheadParts;
  readonly status?: number;
  readonly ornaments?: readonly Promise<Section>[];
}

/** The page around the section `checkout`, whatever stands in it. */
export const checkoutPage = ({ body, basket, masthead, status = 200, ornaments = [] }: Till): Page => ({
  title: 'Checkout',
  status,
  masthead: basket === undefined ? masthead : { ...masthead, basket: Promise.resolve(ok(basket.count)) },
  layout: html`<slot name="checkout"></slot>${ornaments.length > 0 && html`<slot name="recommendations">${hold('shelf')}</slot>`}`,
  sections: [{ id: 'checkout', state: status === 503 ? 'unavailable' : 'ok', body }],
  ornaments,
});
