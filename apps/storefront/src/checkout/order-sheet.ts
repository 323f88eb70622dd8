import type { Order } from '@watertight/contracts/checkout';
import { html } from 'hono/html';
import { countryName } from '../stores/countries.ts';
import type { Html } from '../layout/section.ts';
import { counted } from '../layout/format.ts';
import { receipt } from '../basket/basket-lines.ts';
import { awayNote } from '../layout/note.ts';

/** The section `order`. */
export const orderSheet = (order: Order): Html => html`${standing(order)}
<div class="till"><div class="stack"><h2>Delivery</h2>
<p>${order.deliverTo.name}<br>${order.deliverTo.street}<br>${order.deliverTo.city}<br>${countryName(order.deliverTo.country)}</p>
${order.deliveries.length > 0 && html`<h2>Parcels</h2><ul class="parcels">${order.deliveries.map(parcel)}</ul>`}
<p class="soft small">Order ${order.id}, placed ${moment.format(new Date(order.placedAt))} UTC${order.card !== null && `, paid with ${order.card.brand} ending ${order.card.last4}`}.</p></div>
<aside aria-label="What is in it"><h2>What is in it</h2>${receipt(order.lines, order.total)}</aside></div>`;

const moment = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

/** Where the order stands, as its customer should know it. */
function standing({ status, declineReason, id }: Order): Html {
  const again = html`<a href="/orders/${id}">Look again</a>`;
  switch (status) {
    case 'confirmed':
      return html`<h1>Paid. Thank you</h1><p class="lead">We are packing it. ${again} to see it leave.</p>`;
    case 'shipped':
      return html`<h1>Shipped</h1><p class="lead">It is paid, and has left harbour.</p>`;
    case 'charging':
      return html`<h1>Your payment is being confirmed</h1>${awayNote('Being confirmed. You will not be charged twice.', html`The bank has not answered yet. ${again} in a moment.`)}`;
    case 'reserved':
      return html`<h1>Not paid yet</h1>${awayNote(
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
