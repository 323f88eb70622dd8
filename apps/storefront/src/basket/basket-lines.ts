import type { Basket, Line } from '@watertight/contracts/checkout';
import { html } from 'hono/html';
import { counted, formatPrice } from '../layout/format.ts';
import { picture } from '../layout/goods.ts';
import type { Html } from '../layout/section.ts';

/** The section `contents` of a basket that holds something. */
export const basketContents = ({ lines, count, total }: Basket): Html => html`<h1>Your basket</h1>
<ul class="lines basket">${lines.map(lineInBasket)}</ul>
<div class="sum"><p>${counted(count, 'piece')}, <span class="price">${formatPrice(total)}</span></p><a class="button" href="/checkout">To checkout</a></div>`;

export const emptyBasket: Html = html`<h1>Your basket is empty</h1>
<p class="lead">Nothing weighs it down yet. <a href="/search">See what lies on the shelves.</a></p>`;

const lineInBasket = ({
  productId,
  slug,
  name,
  kind,
  quantity,
  price,
  lineTotal,
}: Line) => html`<li class="line">${picture(kind)}
<div><a class="name" href="/products/${slug}">${name}</a> <span class="soft small">${formatPrice(price)} each</span></div>
<form method="post" action="/basket/lines/${productId}"><label><span class="visually-hidden">How many of ${name}</span><input class="count" name="quantity" value="${quantity}" inputmode="numeric" pattern="[0-9]{1,2}" size="2" autocomplete="off" required></label> <button class="button quiet small">Change<span class="visually-hidden"> how many of ${name}</span></button></form>
<span class="price">${formatPrice(lineTotal)}</span>
<form method="post" action="/basket/lines/${productId}"><input type="hidden" name="quantity" value="0"><button class="plain small">Take out<span class="visually-hidden"> ${name}</span></button></form></li>
`;

/** What is bought, without anything to press. */
export const receipt = (
  lines: readonly Line[],
  total: Basket['total'],
): Html => html`<ul class="lines">${lines.map(lineOnReceipt)}</ul>
<p class="sum"><span>Together</span> <span class="price">${formatPrice(total)}</span></p>`;

const lineOnReceipt = ({ slug, name, kind, quantity, price, lineTotal }: Line) => html`<li class="line">${picture(kind)}
<div><a class="name" href="/products/${slug}">${name}</a> <span class="soft small">${quantity} × ${formatPrice(price)}</span></div>
<span class="price">${formatPrice(lineTotal)}</span></li>
`;
