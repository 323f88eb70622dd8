import { Controller, Get, Res } from '@nestjs/common';
import type { Basket } from '@watertight/contracts/checkout';
import type { FastifyReply } from 'fastify';
import { html } from 'hono/html';
import { ok, orUnavailable } from '../clients/availability.ts';
import { Checkout } from '../clients/checkout.ts';
import { Header, type HeaderData } from '../layout/header.ts';
import { answerPage, type Page } from '../layout/page.ts';
import { placeholder, optionalSection, type Section } from '../layout/section.ts';
import { pageWithout } from '../layout/unavailable-page.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { bestsellers, RecommendedProducts } from '../product/recommendations.ts';
import { basketContents, emptyBasket } from './basket-lines.ts';

/** `GET /basket`: what one is about to buy. It must have checkout, unless no basket was ever begun. */
@Controller('basket')
export class BasketPage {
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
      return answerPage(reply, visit, pageOf(basket, header, shelf));
    } catch (error) {
      return answerPage(reply, visit, pageWithout(lack, error, header));
    }
  }
}

const lack = {
  id: 'contents',
  unavailable: [
    'Your basket cannot be shown right now. Nothing in it is lost.',
    html`Try again in a minute; <a href="/journal">the journal</a> is there meanwhile.`,
  ],
} as const;

/** The must-have tells the badge, too: it is not asked for twice. */
function pageOf(basket: Basket | undefined, header: HeaderData, shelf: Promise<Section>): Page {
  const isEmpty = basket === undefined || basket.lines.length === 0;
  return {
    title: 'Basket',
    header: { ...header, basket: Promise.resolve(ok(basket?.count ?? 0)) },
    layout: html`<slot name="contents"></slot><slot name="recommendations">${placeholder('shelf')}</slot>`,
    sections: [{ id: 'contents', state: 'ok', body: isEmpty ? emptyBasket : basketContents(basket) }],
    ornaments: [shelf],
  };
}
