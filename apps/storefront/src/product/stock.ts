import type { Harbour, Stock } from '@watertight/contracts/checkout';
import { html } from 'hono/html';
import { shown } from '../layout/money.ts';
import type { Html } from '../layout/section.ts';
import type { Part } from '../clients/availability.ts';
import { counted, sentence } from '../layout/format.ts';

/** The section `stock`: price now, and where the thing lies. Where nothing is known it names no price. */
export function stockLine(part: Part<Stock | null>): Html {
  if (part.state === 'unavailable') return html`<p class="stock gone">${sentence.stock}</p>`;
  if (part.value === null) return html`<p class="stock soft">Not sold just now.</p>`;
  const { price } = part.value;
  const said = part.state === 'ok' ? where(part.value) : html`<p class="stock gone">${sentence.stockStale}</p>`;
  return html`<p class="price">${shown(price)}</p>${said}`;
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
