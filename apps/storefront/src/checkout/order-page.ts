import { Controller, Get, Param, Res } from '@nestjs/common';
import { Uuid } from '@watertight/contracts';
import type { Order } from '@watertight/contracts/checkout';
import { isProblem } from '@watertight/service-kit';
import type { FastifyReply } from 'fastify';
import { html } from 'hono/html';
import { Checkout } from '../clients/checkout.ts';
import { Profile } from '../clients/profile.ts';
import { Masthead, type MastheadParts } from '../layout/header-data.ts';
import { answerPage } from '../layout/page.ts';
import { nothingHere, pageWithout } from '../layout/unavailable-page.ts';
import { ornament } from '../layout/section.ts';
import { orAway } from '../clients/availability.ts';
import { hold } from '../layout/placeholder.ts';
import { orderSheet } from './order-sheet.ts';
import { bestsellers } from '../product/recommendation-section.ts';
import { ShelfOfGoods } from '../product/recommendations.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';

/** `GET /orders/:id`: an order, for its customer or, without one, for the browser that made it; for any other there is none. */
@Controller('orders/:id')
export class OrderPage {
  constructor(
    private readonly masthead: Masthead,
    private readonly checkout: Checkout,
    private readonly profile: Profile,
    private readonly shelf: ShelfOfGoods,
  ) {}

  @Get()
  async handle(
    @Param('id') id: string,
    @ThisVisit() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AsyncGenerator<string>> {
    const masthead = this.masthead.ask(visit);
    if (!Uuid.safeParse(id).success) return answerPage(reply, visit, nothingHere('order', none, masthead));
    const shelf = ornament('recommendations', orAway(this.shelf.bestsellers()), bestsellers);
    try {
      const order = await this.read(id, visit, masthead);
      return answerPage(reply, visit, {
        title: 'Your order',
        masthead,
        layout: html`<slot name="order"></slot><slot name="recommendations">${hold('shelf')}</slot>`,
        sections: [{ id: 'order', state: 'ok', body: orderSheet(order) }],
        ornaments: [shelf],
      });
    } catch (error) {
      return answerPage(reply, visit, pageWithout({ id: 'order', away, none }, error, masthead));
    }
  }

  /** One that was made while signed in needs to know the customer, so it needs profile; any other only its basket. */
  private async read(id: string, visit: Visit, { account }: MastheadParts): Promise<Order> {
    const { basketId } = visit;
    const who = await account;
    const customerId = who.state === 'ok' ? who.value?.id : undefined;
    try {
      return await this.checkout.order(id, { basketId, customerId }, visit);
    } catch (error) {
      if (who.state === 'ok' || !isProblem(error, 'order-not-found')) throw error;
      // The masthead gives up on profile early. "There is no such order" is certain only when profile has answered.
      const customer = await this.profile.customer(visit);
      if (customer === null) throw error;
      return this.checkout.order(id, { customerId: customer.id }, visit);
    }
  }
}

const none = [
  'There is no such order of yours',
  html`An order is shown to its customer when <a href="/sign-in">signed in</a>; one made without an account, in the browser it was made in.`,
] as const;
const away = ['Orders cannot be shown right now. Yours is kept.', 'Look again in a minute.'] as const;
