import type { DemoProduct } from './products.ts';
import type { Random } from './random.ts';

/** Things that cost more than this are bought after a night's sleep. */
const DEAR_MINOR = 50_000;

/** What the shop is known for: first on the bestsellers' shelf, and not two of a kind. */
const favourites = [
  'Two-speed self-tailing winch, size 40',
  'Braided halyard, 10 mm',
  'Brass anchor lantern',
  'Steering compass, 85 mm',
  'Plough anchor, 12 kg',
  'Whistling kettle, 1.5 l',
  'Automatic life jacket, 150 N',
  'Rigging knife with marlinspike',
];

/**
 * Draws one of these products as customers do: a favourite first, then what stands first on its shelf.
 *
 * @throws RangeError when there is none
 */
export function pickPopular(list: readonly DemoProduct[], random: Random): DemoProduct {
  const weights = list.map(weight);
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [place, product] of list.entries()) {
    left -= weights[place]!;
    if (left < 0) return product;
  }
  const last = list.at(-1);
  if (last === undefined) throw new RangeError('No product to pick from');
  return last;
}

function weight({ name, amountMinor }: DemoProduct, place: number): number {
  const liked = favourites.includes(name) ? 6 : 1;
  const hesitation = amountMinor > DEAR_MINOR ? 0.5 : 1;
  return (liked * hesitation) / (place + 2.5);
}
