import { anchors } from './catalogue/anchors.ts';
import { blocks } from './catalogue/blocks.ts';
import { clothing } from './catalogue/clothing.ts';
import { galley } from './catalogue/galley.ts';
import { type Category, type Goods, type Kind, kindsOf, type Shelf } from './catalogue/goods.ts';
import { lights } from './catalogue/lights.ts';
import { navigation } from './catalogue/navigation.ts';
import { paint } from './catalogue/paint.ts';
import { pumps } from './catalogue/pumps.ts';
import { rope } from './catalogue/rope.ts';
import { safety } from './catalogue/safety.ts';
import { tools } from './catalogue/tools.ts';
import { winches } from './catalogue/winches.ts';
import { slug } from './slug.ts';

export interface DemoProduct {
  /** `wt-1001` to `wt-1300`, in the order of the catalogue. */
  id: string;
  slug: string;
  name: string;
  category: Category;
  /** What its picture is drawn for. */
  kind: Kind;
  /** One to three sentences. */
  description: string;
  facts: { label: string; value: string }[];
  /** US cents. */
  amountMinor: number;
  /** Words people search for that the name does not hold. */
  keywords: string[];
}

/** How each category is called on the page, in the order of the shelves. */
export const categoryNames: Record<Category, string> = {
  winches: 'Winches',
  rope: 'Rope',
  anchors: 'Anchors',
  lights: 'Lights',
  navigation: 'Navigation',
  pumps: 'Pumps',
  blocks: 'Blocks',
  safety: 'Safety',
  clothing: 'Clothing',
  galley: 'Galley',
  tools: 'Tools',
  paint: 'Paint',
};

const shelves: { [C in Category]: Shelf<C> } = {
  winches,
  rope,
  anchors,
  lights,
  navigation,
  pumps,
  blocks,
  safety,
  clothing,
  galley,
  tools,
  paint,
};

const FIRST_NUMBER = 1001;

/** The 300 products of the shop: 25 in each of 12 categories. */
export function products(): DemoProduct[] {
  const all: DemoProduct[] = [];
  for (const category of Object.keys(kindsOf) as Category[]) {
    for (const [kind, goods] of Object.entries(shelves[category]) as [Kind, Goods[]][]) {
      for (const thing of goods) all.push(product(`wt-${FIRST_NUMBER + all.length}`, category, kind, thing));
    }
  }
  return all;
}

function product(id: string, category: Category, kind: Kind, goods: Goods): DemoProduct {
  const facts = Object.entries(goods.facts).map(([label, value]) => ({ label, value }));
  return { ...goods, id, slug: slug(goods.name), category, kind, facts };
}
