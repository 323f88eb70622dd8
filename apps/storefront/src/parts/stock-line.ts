import type { Stock } from '@watertight/contracts/checkout';
import { html } from 'hono/html';
import { shown } from '../money.ts';
import type { Html } from '../page/section.ts';
import type { Part } from '../part.ts';
import { counted, sentence } from '../words.ts';

/** The section `stock`: price now, and where the thing lies. Where nothing is known it names no price. */
export function stockLine(part: Part<Stock | null>): Html {
  if (part.state === 'unavailable') return html`<p class="stock gone">${sentence.stock}</p>`;
  if (part.value === null) return html`<p class="stock soft">Not sold just now.</p>`;
  const { price } = part.value;
  const said = part.state === 'ok' ? where(part.value) : html`<p class="stock gone">${sentence.stockStale}</p>`;
  return html`<p class="price">${shown(price)}</p>${said}`;
}

function where({ available, inStores, stores }: Stock): Html {
  if (available === 0) return html`<p class="stock soft">Sold out in every harbour just now.</p>`;
  return html`<p class="stock here">In ${inStores} of ${counted(stores, 'harbour')}, ${counted(available, 'piece')} in all.</p>`;
}
