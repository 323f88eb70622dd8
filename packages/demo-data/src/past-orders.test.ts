import type { Kind } from './catalogue/goods.ts';
import { pastOrders } from './past-orders.ts';
import { type DemoProduct, products } from './products.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
const DAY_MS = 24 * 60 * 60 * 1000;

describe('the orders of the past year', () => {
  const orders = pastOrders(NOW);
  const byId = new Map(products().map(product => [product.id, product]));
  const baskets = orders.map(order => order.lines.map(line => byId.get(line.productId)!));

  it('are 2,000, oldest first, between one hour and one year old', () => {
    expect(orders).toHaveLength(2_000);
    expect(new Set(orders.map(order => order.id)).size).toBe(2_000);
    const agesMs = orders.map(order => NOW.getTime() - order.at.getTime());
    expect(agesMs).toEqual(agesMs.toSorted((one, other) => other - one));
    expect(agesMs.at(-1)!).toBeGreaterThan(DAY_MS / 24);
    expect(agesMs[0]!).toBeLessThan(366 * DAY_MS);
  });

  it('have 1 to 6 lines, a product at most once each, 1 to 6 pieces of it', () => {
    for (const { lines } of orders) {
      expect(lines.length).toBeGreaterThanOrEqual(1);
      expect(lines.length).toBeLessThanOrEqual(6);
      expect(new Set(lines.map(line => line.productId)).size).toBe(lines.length);
      expect(lines.every(({ quantity }) => Number.isInteger(quantity) && quantity >= 1 && quantity <= 6)).toBe(true);
    }
    expect(baskets.flat()).not.toContain(undefined);
  });

  it('hold every product at least once', () => {
    expect(new Set(baskets.flat()).size).toBe(300);
  });

  it.each<[Kind, Kind, number]>([
    ['winch', 'winch-handle', 0.5],
    ['anchor', 'chain', 0.5],
    ['anchor', 'shackle', 0.5],
    ['paint-tin', 'brush', 0.5],
    ['bilge-pump', 'hose', 0.5],
    ['kettle', 'mug', 0.3],
  ])(
    'baskets with %s have %s in more than %d of all cases, five times as often as those without',
    (kind, companion, share) => {
      const withKind = baskets.filter(basket => basket.some(product => product.kind === kind));
      const without = baskets.filter(basket => basket.every(product => product.kind !== kind));
      expect(shareWith(companion, withKind)).toBeGreaterThan(share);
      expect(shareWith(companion, withKind)).toBeGreaterThan(5 * shareWith(companion, without));
    },
  );

  it('put big with big: beside the dearest third of a kind stands what is a fifth of its own shelf dearer, or more', () => {
    const beside = (third: (height: number) => boolean) =>
      pairs.flatMap(([lead, companion]) =>
        baskets
          .filter(basket => basket.some(product => product.kind === lead && third(height(product))))
          .flatMap(basket => basket.filter(product => product.kind === companion).map(height)),
      );
    const [dear, cheap] = [beside(height => height > 2 / 3), beside(height => height < 1 / 3)];
    // Fewer than these and the averages say more of the seed than of the rule.
    expect(Math.min(dear.length, cheap.length)).toBeGreaterThan(50);
    expect(average(dear) - average(cheap)).toBeGreaterThan(0.2);
  });

  it('sell what the shop is known for most: its five pictures are among the 20 bestsellers', () => {
    const sold = Map.groupBy(baskets.flat(), product => product.name);
    const bestsellers = [...sold.entries()].toSorted(([, one], [, other]) => other.length - one.length).slice(0, 20);
    expect(bestsellers.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'Two-speed self-tailing winch, size 40',
        'Braided halyard, 10 mm',
        'Brass anchor lantern',
        'Steering compass, 85 mm',
        'Plough anchor, 12 kg',
      ]),
    );
  });
});

function shareWith(kind: Kind, baskets: DemoProduct[][]): number {
  return baskets.filter(basket => basket.some(product => product.kind === kind)).length / baskets.length;
}

const pairs: [Kind, Kind][] = [
  ['anchor', 'chain'],
  ['bilge-pump', 'hose'],
  ['kettle', 'mug'],
  ['jacket', 'boots'],
];

/** How high it stands among its kind by price: 0 the cheapest, 1 the dearest. */
function height(product: DemoProduct): number {
  const shelf = products().filter(other => other.kind === product.kind);
  return shelf.filter(other => other.amountMinor < product.amountMinor).length / (shelf.length - 1);
}

function average(list: number[]): number {
  return list.reduce((sum, one) => sum + one, 0) / list.length;
}
