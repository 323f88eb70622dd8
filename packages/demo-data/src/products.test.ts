import { kindsOf } from './catalogue/goods.ts';
import { categoryNames, products } from './products.ts';

describe('the catalogue', () => {
  const all = products();

  it('has 300 products, 25 in each of 12 categories', () => {
    expect(all).toHaveLength(300);
    for (const category of Object.keys(categoryNames)) {
      expect({ category, products: all.filter(product => product.category === category).length }).toEqual({
        category,
        products: 25,
      });
    }
  });

  it('numbers them from wt-1001 to wt-1300, and gives no id, slug or name twice', () => {
    expect(all[0]!.id).toBe('wt-1001');
    expect(all[299]!.id).toBe('wt-1300');
    for (const key of ['id', 'slug', 'name'] as const) {
      expect(new Set(all.map(product => product[key])).size).toBe(300);
    }
  });

  it('has at least 9 products of each of the 24 kinds, each in its own category', () => {
    const kinds = Object.entries(kindsOf).flatMap(([category, pair]) => pair.map(kind => ({ category, kind })));
    expect(kinds).toHaveLength(24);
    for (const { category, kind } of kinds) {
      const shelf = all.filter(product => product.kind === kind);
      expect(shelf.length).toBeGreaterThanOrEqual(9);
      expect(new Set(shelf.map(product => product.category))).toEqual(new Set([category]));
    }
  });

  it.each([
    ['Two-speed self-tailing winch, size 40', 'winch', 1249_00],
    ['Braided halyard, 10 mm', 'coil', 38_00],
    ['Brass anchor lantern', 'lantern', 124_00],
    ['Steering compass, 85 mm', 'compass', 219_00],
    ['Plough anchor, 12 kg', 'anchor', 176_50],
  ])('sells "%s", a %s, for %i cents, as the pictures of the shop say', (name, kind, amountMinor) => {
    expect(all.find(product => product.name === name)).toMatchObject({ kind, amountMinor });
  });

  it.each([
    ['winches', 20_00, 5_000_00],
    ['rope', 5_00, 150_00],
    ['anchors', 15_00, 900_00],
    ['lights', 20_00, 400_00],
    ['navigation', 50_00, 1_500_00],
    ['pumps', 15_00, 400_00],
    ['blocks', 5_00, 200_00],
    ['safety', 30_00, 300_00],
    ['clothing', 10_00, 400_00],
    ['galley', 8_00, 150_00],
    ['tools', 10_00, 150_00],
    ['paint', 5_00, 150_00],
  ])('asks plausible prices for %s: %i to %i cents, in whole cents', (category, low, high) => {
    for (const { name, amountMinor } of all.filter(product => product.category === category)) {
      const plausible = Number.isInteger(amountMinor) && amountMinor >= low && amountMinor <= high;
      expect({ name, amountMinor, plausible }).toEqual({ name, amountMinor, plausible: true });
    }
  });

  it('says of each, in one to three sentences, what it is, and never raises its voice', () => {
    for (const { description } of all) {
      const sentences = description.split(/[.?](?:\s|$)/).filter(sentence => sentence !== '').length;
      expect(sentences).toBeGreaterThanOrEqual(1);
      expect(sentences).toBeLessThanOrEqual(3);
      expect(description).toMatch(/^[A-Z].*\.$/);
      expect(description).not.toContain('!');
    }
  });

  it('gives each 2 to 5 facts with a label and a value, and a word to be found by', () => {
    for (const { name, facts, keywords } of all) {
      expect({ name, enough: facts.length >= 2 && facts.length <= 5 }).toEqual({ name, enough: true });
      expect(facts.every(fact => fact.label !== '' && fact.value !== '')).toBe(true);
      expect(keywords.length).toBeGreaterThanOrEqual(2);
      expect(new Set(keywords).size).toBe(keywords.length);
    }
  });

  it('makes slugs that need no escaping in an address', () => {
    for (const { slug } of all) expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });
});
