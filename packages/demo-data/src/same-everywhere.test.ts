import { createHash } from 'node:crypto';
import { comments, customers, pastOrders, products, stock, stores } from './index.ts';
import { randomFrom } from './random.ts';

const NOW = new Date('2026-06-01T12:00:00Z');

// A changed hash means that two machines with different versions show different shops: change it knowingly.
describe('the data', () => {
  it.each([
    ['products', () => products(), 'f93e5493f84fe1c7'],
    ['stores', () => stores(), '8c74ed15e392d5e7'],
    ['stock', () => stock(), '7f6e954f013732f0'],
    ['comments', () => comments(NOW), '63bbbdf8d3765add'],
    ['past orders', () => pastOrders(NOW), 'a13f0d6bc23da6e3'],
    ['customers', () => customers(), '3157c85b9afe80a3'],
  ])('has the same %s each time, on every machine', (_, make, hash) => {
    expect(fingerprint(make())).toBe(hash);
    expect(fingerprint(make())).toBe(hash);
  });

  it('gives every comment, order and customer a UUID of its own', () => {
    const ids = [...comments(NOW), ...pastOrders(NOW), ...customers()].map(thing => thing.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('has customers with addresses of example.com only', () => {
    expect(customers()).toHaveLength(5);
    for (const { email, password } of customers()) {
      expect(email).toMatch(/^[a-z]+@example\.com$/);
      expect(password.length).toBeGreaterThanOrEqual(12);
    }
  });
});

describe('the seeded source of numbers', () => {
  it('repeats itself for the same seed and not for another', () => {
    expect(seededDraws('winches', 3)).toEqual(seededDraws('winches', 3));
    expect(seededDraws('winches', 3)).not.toEqual(seededDraws('winch', 3));
  });

  it('spreads 60,000 throws of a die within 3 % of 10,000 each', () => {
    const random = randomFrom('die');
    const throws = Map.groupBy(
      Array.from({ length: 60_000 }, () => random.between(1, 6)),
      face => face,
    );
    expect(new Set(throws.keys())).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    for (const { length } of throws.values()) expect(Math.abs(length - 10_000)).toBeLessThan(300);
  });

  it('shuffles without losing anything, and leaves the list alone', () => {
    const list = Array.from({ length: 100 }, (_, index) => index);
    const mixed = randomFrom('deck').shuffled(list);
    expect(mixed).not.toEqual(list);
    expect(mixed.toSorted((one, other) => one - other)).toEqual(list);
    expect(list[0]).toBe(0);
  });
});

function seededDraws(seed: string, length: number): number[] {
  const random = randomFrom(seed);
  return Array.from({ length }, () => random.next());
}

function fingerprint(data: unknown): string {
  return createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 16);
}
