import { Controller, Get, Res } from '@nestjs/common';
import type { Basket } from '@watertight/contracts/checkout';
import type { FastifyReply } from 'fastify';
import { html } from 'hono/html';
import { Checkout } from '../calls/checkout.ts';
import { Masthead, type MastheadParts } from '../page/masthead-parts.ts';
import { answerPage, type Page } from '../page/page.ts';
import { pageWithout } from '../page/page-without.ts';
import { type Html, ornament, type Section } from '../page/section.ts';
import { ok, orAway } from '../part.ts';
import { emptyBasket } from '../parts/basket-contents.ts';
import { checkoutForm, newDraft } from '../parts/checkout-form.ts';
import { hold } from '../parts/hold.ts';
import { bestsellers } from '../parts/recommended.ts';
import { ShelfOfGoods } from '../shelf.ts';
import { ThisVisit, type Visit } from '../visit.ts';

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
