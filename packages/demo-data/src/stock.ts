import { type DemoProduct, products } from './products.ts';
import { type Random, randomFrom } from './random.ts';
import { type DemoStore, stores } from './stores.ts';

export interface DemoStock {
  storeId: string;
  productId: string;
  /** Pieces that the store has got, 0 to 40; 0 is an empty place on the shelf. */
  received: number;
}

/** The products that every store has. */
const everywhere = [
  'Braided halyard, 10 mm',
  'Dock line with eye, 14 mm, 10 m',
  'D shackle, stainless, 8 mm',
  'Automatic life jacket, 150 N',
  'Enamel mug, white with blue rim',
  'Rigging knife with marlinspike',
];

/** How many stores have the products that few customers want. */
const rare: Record<string, number> = {
  'Tell-tale compass, overhead': 1,
  'Binnacle compass, brass, 150 mm': 3,
  'Ship’s bell clock, brass, 150 mm': 2,
  'Three-speed self-tailing winch, size 65': 3,
  'Mooring bridle, 16 mm': 2,
  'Wooden block, ash, double': 3,
  'Jetty lifebuoy with cabinet, 75 cm': 2,
  'Lignum fid, 25 cm': 1,
};

/** Gone from every shelf, with the place kept for it. */
const soldOut = ['Copper anchor lantern, large', 'Drum barograph, seven days'];

/** One piece in the whole chain: what two customers can compete for. */
const lastPiece = 'Tell-tale compass, overhead';

/** What the hundred stores have on their shelves: about 11,500 rows, by product and then by store. */
export function stock(): DemoStock[] {
  const harbours = stores();
  return products().flatMap(product => {
    const random = randomFrom(`stock of ${product.name}`);
    return shelvesFor(product, harbours, random).map(store => ({
      storeId: store.id,
      productId: product.id,
      received: pieces(product, store, random),
    }));
  });
}

function shelvesFor(product: DemoProduct, harbours: DemoStore[], random: Random): DemoStore[] {
  if (everywhere.includes(product.name)) return harbours;
  const count = product.name === theWinch.name ? theWinch.harbours : (rare[product.name] ?? random.between(20, 58));
  const chosen = new Set(random.shuffled(harbours).slice(0, count));
  if (product.name === theWinch.name) keepOneIn(theWinch.nearest, chosen, harbours);
  return harbours.filter(store => chosen.has(store));
}

/** The winch that every picture of the shop shows: in 37 of 100 stores, the nearest in Falmouth with 4 left. */
const theWinch = { name: 'Two-speed self-tailing winch, size 40', harbours: 37, nearest: 'falmouth', left: 4 };

function keepOneIn(storeId: string, chosen: Set<DemoStore>, harbours: DemoStore[]): void {
  const wanted = harbours.find(store => store.id === storeId)!;
  if (chosen.has(wanted)) return;
  const [first] = chosen;
  chosen.delete(first!);
  chosen.add(wanted);
}

function pieces(product: DemoProduct, store: DemoStore, random: Random): number {
  if (soldOut.includes(product.name)) return 0;
  if (product.name === lastPiece) return 1;
  if (product.name === theWinch.name) return store.id === theWinch.nearest ? theWinch.left : random.between(1, 5);
  const most = mostPieces(product.amountMinor);
  if (product.name in rare) return random.between(1, Math.min(3, most));
  // One shelf in twelve has been bought empty and waits for its shipment.
  return random.chance(1 / 12) ? 0 : random.between(1, most);
}

/** The cheaper a product, the more pieces a store has: forty mugs, but never forty winches. */
function mostPieces(amountMinor: number): number {
  if (amountMinor < 2_000) return 40;
  if (amountMinor < 10_000) return 24;
  if (amountMinor < 40_000) return 12;
  return 5;
}
