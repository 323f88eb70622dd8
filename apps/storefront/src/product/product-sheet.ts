import type { Product } from '@watertight/contracts/search';
import { html } from 'hono/html';
import { categories, shelfAddress } from '../search/categories.ts';
import type { Html } from '../layout/section.ts';
import type { Known } from '../clients/availability.ts';
import { picture } from '../layout/pictures/picture.ts';
import { shownAsOf } from '../layout/format.ts';
import { keyField } from '../layout/key-field.ts';
import { awayNote } from '../layout/note.ts';

/** The section `product`: its parts lie on the grid of the shell, around the section `stock`. */
export function productSheet(part: Known<Product>): Html {
  const { id, name, category, kind, description, facts } = part.value;
  return html`<figure>${picture(kind, `Drawing of a ${kind.replaceAll('-', ' ')}`)}</figure>
<div class="head"><p class="soft small"><a href="${shelfAddress(category)}">${categories[category].name}</a></p><h1>${name}</h1>
${part.state === 'stale' && awayNote(shownAsOf(part.ageMs))}</div>
<form class="buy" method="post" action="/basket/lines"><input type="hidden" name="productId" value="${id}">${keyField()}
<label><span class="visually-hidden">Quantity</span><input class="count" name="quantity" value="1" inputmode="numeric" pattern="[0-9]{1,2}" size="2" autocomplete="off" required></label>
<button class="button">Add to basket</button></form>
<div class="about"><p>${description}</p>
<dl class="facts">${facts.map(({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>`)}<dt>Article</dt><dd>${id}</dd></dl></div>`;
}
