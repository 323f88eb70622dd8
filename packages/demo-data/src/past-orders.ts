import { type Errand, errands, mostAtOnce } from './errands.ts';
import { pickPopular } from './popularity.ts';
import { type DemoProduct, products } from './products.ts';
import { type Random, randomFrom } from './random.ts';
import { stableUuid } from './stable-uuid.ts';

export interface DemoOrder {
  id: string;
  at: Date;
  /** One line per product. */
  lines: { productId: string; quantity: number }[];
}

const ORDERS = 2_000;
/** What costs less than this is taken without thinking. */
const SMALL_MINOR = 50_00;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Returns the orders of the year before `now`, oldest first: customers on an errand also take what goes with it. */
export function pastOrders(now: Date): DemoOrder[] {
  const random = randomFrom('past orders');
  const all = products();
  return Array.from({ length: ORDERS }, (_, index) => ({
    id: stableUuid(`order ${index}`),
    at: new Date(now.getTime() - Math.round((0.05 + 365 * random.next()) * DAY_MS)),
    lines: basket(all, all[index], random).map(product => ({
      productId: product.id,
      quantity: quantity(mostAtOnce[product.kind] ?? 1, random),
    })),
  })).toSorted((one, other) => one.at.getTime() - other.at.getTime());
}

function basket(all: DemoProduct[], first: DemoProduct | undefined, random: Random): DemoProduct[] {
  // The first 300 orders begin with one product each, so that nothing in the shop has never been bought.
  const errand = first ? errandFor(first, random) : pickErrand(errands, random);
  const lead = first ?? pickPopular(find(all, errand.lead, errand.named), random);
  const taken = new Set([lead]);
  if (lead.amountMinor < SMALL_MINOR && random.chance(0.25)) taken.add(neighbour(lead, all, random));
  for (const [kind, probability, named] of errand.alsoTakes) {
    if (random.chance(probability)) taken.add(companion(lead, find(all, kind, named), all, random));
  }
  return [...taken];
}

function errandFor(lead: DemoProduct, random: Random): Errand {
  const fitting = errands.filter(errand => errand.lead === lead.kind && (errand.named ?? /(?:)/).test(lead.name));
  return pickErrand(fitting, random);
}

function pickErrand(among: Errand[], random: Random): Errand {
  let left = random.next() * among.reduce((sum, errand) => sum + errand.weight, 0);
  return among.find(errand => (left -= errand.weight) < 0) ?? among.at(-1)!;
}

function find(all: DemoProduct[], kind: Errand['lead'], named = /(?:)/): DemoProduct[] {
  return all.filter(product => product.kind === kind && named.test(product.name));
}

/** A customer with one small thing also takes the one beside it: the next size, the other color. */
function neighbour(lead: DemoProduct, all: DemoProduct[], random: Random): DemoProduct {
  const shelf = find(all, lead.kind);
  const place = shelf.indexOf(lead) + random.pick([-2, -1, 1, 2]);
  return shelf[Math.min(Math.max(place, 0), shelf.length - 1)]!;
}

/**
 * Big goes with big: the companion stands about as high among its kind, by price, as the lead among its own.
 * One in four takes what most customers take instead.
 */
function companion(lead: DemoProduct, candidates: DemoProduct[], all: DemoProduct[], random: Random): DemoProduct {
  if (random.chance(0.25)) return pickPopular(candidates, random);
  const height = byPrice(find(all, lead.kind)).indexOf(lead) / (find(all, lead.kind).length - 1);
  const ranked = byPrice(candidates);
  const place = Math.round(height * (ranked.length - 1)) + random.pick([-1, 0, 0, 0, 1]);
  return ranked[Math.min(Math.max(place, 0), ranked.length - 1)]!;
}

function byPrice(list: DemoProduct[]): DemoProduct[] {
  return list.toSorted((one, other) => one.amountMinor - other.amountMinor);
}

/** One, mostly; the more, the more seldom. */
function quantity(most: number, random: Random): number {
  return 1 + Math.floor(most * random.small());
}
