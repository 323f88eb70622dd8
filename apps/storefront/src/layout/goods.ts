import { Category, type Kind } from '@watertight/contracts';
import type { Card } from '@watertight/contracts/search';
import { html, raw } from 'hono/html';
import { drawings } from './drawings.ts';
import { formatPrice } from './format.ts';
import type { Html } from './section.ts';

/** The picture of a kind of thing; its text stands beside it, unless there is a `label`. */
export function picture(kind: Kind, label?: string): Html {
  const spoken = label === undefined ? raw('aria-hidden="true"') : html`role="img" aria-label="${label}"`;
  return html`<svg class="picture" viewBox="0 0 200 200" fill="none" stroke="currentColor" ${spoken}>${raw(drawings[kind])}</svg>`;
}

/** Goods on a shelf. */
export const cards = (goods: readonly Card[]): Html => html`<ul class="tiles">${goods.map(card)}</ul>`;

const card = ({ slug, name, kind, price }: Card) =>
  html`<li><a class="tile" href="/products/${slug}">${picture(kind)}<span class="name">${name}</span> <span class="price">${formatPrice(price)}</span></a></li>
`;

/** The shelves: what is written over each, and the picture that stands for it. */
export const categories: Record<Category, { name: string; kind: Kind }> = {
  winches: { name: 'Winches', kind: 'winch' },
  rope: { name: 'Rope', kind: 'coil' },
  anchors: { name: 'Anchors and chain', kind: 'anchor' },
  lights: { name: 'Lights', kind: 'lantern' },
  navigation: { name: 'Navigation', kind: 'compass' },
  pumps: { name: 'Pumps and hoses', kind: 'bilge-pump' },
  blocks: { name: 'Blocks and shackles', kind: 'block' },
  safety: { name: 'Safety', kind: 'lifebuoy' },
  clothing: { name: 'Clothing', kind: 'jacket' },
  galley: { name: 'Galley', kind: 'kettle' },
  tools: { name: 'Tools', kind: 'knife' },
  paint: { name: 'Paint and brushes', kind: 'paint-tin' },
};

export const allCategories = Category.options;

export const shelfAddress = (category: Category) => `/search?category=${category}`;
