import type { Card } from '@watertight/contracts/search';
import { html } from 'hono/html';
import { shown } from '../layout/money.ts';
import type { Html } from '../layout/section.ts';
import { picture } from '../layout/pictures/picture.ts';

/** Goods on a shelf. */
export const tiles = (cards: readonly Card[]): Html => html`<ul class="tiles">${cards.map(tile)}</ul>`;

const tile = ({ slug, name, kind, price }: Card) =>
  html`<li><a class="tile" href="/products/${slug}">${picture(kind)}<span class="name">${name}</span> <span class="price">${shown(price)}</span></a></li>
`;
