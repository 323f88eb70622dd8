import { Controller, Get, Param } from '@nestjs/common';
import { Uuid } from '@watertight/contracts';
import type { Order } from '@watertight/contracts/checkout';
import { isProblem } from '@watertight/service-kit';
import { html } from 'hono/html';
import { receipt } from '../basket/basket-lines.ts';
import { Checkout } from '../clients/checkout.ts';
import { Profile } from '../clients/profile.ts';
import { counted } from '../layout/format.ts';
import { notFoundPage, type PageAnswer, type PageContext, Pages, unavailablePage } from '../layout/page.ts';
import { type Html, placeholder, section, unavailableNote } from '../layout/section.ts';
import type { Page } from '../layout/stream-page.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { RecommendedProducts } from '../product/recommendations.ts';
import { countryName } from '../stores/countries.ts';

/** `GET /orders/:id`: an order, for its customer or, without one, for the browser that has its secret; for any other there is none. */
@Controller('orders/:id')
export class OrderPage {
  constructor(
    private readonly pages: Pages,
    private readonly checkout: Checkout,
    private readonly profile: Profile,
    private readonly recommended: RecommendedProducts,
  ) {}

  @Get()
  handle(@Param('id') id: string, @ThisVisit() visit: Visit): Promise<PageAnswer> {
    if (!Uuid.safeParse(id).success) return this.pages.page(visit, { show: () => notFound });
    return this.pages.page(visit, {
      critical: context => this.read(id, visit, context),
      optional: ({ optionalMs }) => [this.recommended.bestsellerSection(optionalMs())],
      show: orderPage,
      whenRefused: notFound,
      whenUnavailable: unavailablePage(
        'order',
        'Orders cannot be shown right now. Yours is kept.',
        'Look again in a minute.',
      ),
    });
  }

  /** An order that was made while signed in needs the customer, and so profile; any other only its secret. */
  private async read(id: string, visit: Visit, { header, leftMs }: PageContext): Promise<Order> {
    const secrets = [...visit.orderSecrets];
    const account = await header.account;
    const customerId = account.state === 'ok' ? account.value?.id : undefined;
    try {
      return await this.checkout.order(id, { secrets, customerId }, leftMs());
    } catch (error) {
      if (account.state === 'ok' || !isProblem(error, 'order-not-found')) throw error;
      // The header gives up on profile early. "There is no such order" is certain only when profile has answered.
      const customer = await this.profile.customer(visit, leftMs());
      if (customer === null) throw error;
      return this.checkout.order(id, { customerId: customer.id }, leftMs());
    }
  }
}

const orderPage = (order: Order): Page => ({
  title: 'Your order',
  layout: html`<slot name="order"></slot><slot name="recommendations">${placeholder('shelf')}</slot>`,
  sections: [section('order', orderSheet(order))],
});

const notFound = notFoundPage(
  'order',
  'There is no such order of yours',
  html`An order is shown to its customer when <a href="/sign-in">signed in</a>; one made without an account, in the browser it was made in, for 90 days.`,
);

/** The section `order`. */
const orderSheet = (order: Order): Html => html`${orderStatus(order)}
<div class="till"><div class="stack"><h2>Delivery</h2>
<p>${order.deliverTo.name}<br>${order.deliverTo.street}<br>${order.deliverTo.city}<br>${countryName(order.deliverTo.country)}</p>
${order.deliveries.length > 0 && html`<h2>Parcels</h2><ul class="parcels">${order.deliveries.map(parcel)}</ul>`}
<p class="soft small">Order ${order.id}, placed ${moment.format(new Date(order.placedAt))} UTC${order.card !== null && `, paid with ${order.card.brand} ending ${order.card.last4}`}.</p></div>
<aside aria-label="What is in it"><h2>What is in it</h2>${receipt(order.lines, order.total)}</aside></div>`;

const moment = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

/** Where the order stands, as its customer should know it. */
function orderStatus({ status, declineReason, id }: Order): Html {
  const again = html`<a href="/orders/${id}">Look again</a>`;
  switch (status) {
    case 'confirmed':
      return html`<h1>Paid. Thank you</h1><p class="lead">We are packing it. ${again} to see it leave.</p>`;
    case 'shipped':
      return html`<h1>Shipped</h1><p class="lead">It is paid, and has left harbour.</p>`;
    case 'charging':
      return html`<h1>Your payment is being confirmed</h1>${unavailableNote('Being confirmed. You will not be charged twice.', html`The bank has not answered yet. ${again} in a moment.`)}`;
    case 'reserved':
      return html`<h1>Not paid yet</h1>${unavailableNote(
        declineReason === null
          ? 'Your goods are reserved, and nothing was charged.'
          : `The card was declined: ${declineReason}. Nothing was charged, and your goods stay reserved for a while.`,
        html`<a href="/checkout">Try another card</a>`,
      )}`;
    case 'cancelled':
      return html`<h1>Cancelled</h1><p class="lead">${declineReason !== null && `The card was declined: ${declineReason}. `}Nothing was charged, and the goods are back on the shelf.</p>`;
  }
}

const parcel = ({ store, storeId, pieces, status }: Order['deliveries'][number]) =>
  html`<li>${counted(pieces, 'piece')} from <a href="/stores/${storeId}">${store}</a>: ${status === 'shipped' ? 'shipped' : 'being packed'}</li>`;
