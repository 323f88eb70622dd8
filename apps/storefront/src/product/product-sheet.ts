import type { Harbour, Stock } from '@watertight/contracts/checkout';
import type { Product } from '@watertight/contracts/search';
import { html } from 'hono/html';
import type { Available, Content } from '../clients/availability.ts';
import { counted, sentence, formatPrice, shownAsOf } from '../layout/format.ts';
import { keyField } from '../layout/forms.ts';
import { categories, picture, shelfAddress } from '../layout/goods.ts';
import { unavailableNote, type Html } from '../layout/section.ts';

/** The section `product`: its elements lie on the grid of the shell, around the section `stock`. */
export function productSheet(product: Available<Product>): Html {
  const { id, name, category, kind, description, facts } = product.value;
  return html`<figure>${picture(kind, `Drawing of a ${kind.replaceAll('-', ' ')}`)}</figure>
<div class="head"><p class="soft small"><a href="${shelfAddress(category)}">${categories[category].name}</a></p><h1>${name}</h1>
${product.state === 'stale' && unavailableNote(shownAsOf(product.ageMs))}</div>
<form class="buy" method="post" action="/basket/lines"><input type="hidden" name="productId" value="${id}">${keyField()}
<label><span class="visually-hidden">Quantity</span><input class="count" name="quantity" value="1" inputmode="numeric" pattern="[0-9]{1,2}" size="2" autocomplete="off" required></label>
<button class="button">Add to basket</button></form>
<div class="about"><p>${description}</p>
<dl class="facts">${facts.map(({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>`)}<dt>Article</dt><dd>${id}</dd></dl></div>`;
}

/** The section `stock`: price now, and where the thing lies. Where nothing is known it names no price. */
export function stockLine(content: Content<Stock | null>): Html {
  if (content.state === 'unavailable') return html`<p class="stock gone">${sentence.stock}</p>`;
  if (content.value === null) return html`<p class="stock soft">Not sold just now.</p>`;
  const { price } = content.value;
  const place = content.state === 'ok' ? where(content.value) : html`<p class="stock gone">${sentence.stockStale}</p>`;
  return html`<p class="price">${formatPrice(price)}</p>${place}`;
}

function where({ available, inStores, stores, harbours }: Stock): Html {
  if (available === 0) return html`<p class="stock soft">Sold out in every harbour just now.</p>`;
  return html`<p class="stock here">In ${inStores} of ${counted(stores, 'harbour')}, ${counted(available, 'piece')} in all.</p>
<details class="small"><summary>In which harbours</summary>
<p class="soft">${harbours[0]?.km == null ? 'Those with most pieces first' : 'The nearest first'}${harbours.length < inStores && html`, ${harbours.length} of ${inStores}`}:</p>
<ul class="columns">${harbours.map(harbour)}</ul></details>`;
}

function harbour({ storeId, name, available, km }: Harbour): Html {
  const far = km === null ? '' : km === 0 ? ', here' : `, ${km} km`;
  return html`<li><a href="/stores/${storeId}">${name}</a> <span class="soft">${counted(available, 'piece')}${far}</span></li>
`;
}
