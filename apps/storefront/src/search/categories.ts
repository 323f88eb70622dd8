import { Category, type Kind } from '@watertight/contracts';

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
