import { seeded } from '@watertight/resilience';

/** Draws that are the same for the same seed. */
export class RandomSource {
  readonly next: () => number;

  constructor(seed: number) {
    this.next = seeded(seed);
  }

  /** Returns a whole number, both ends included. */
  between(least: number, most: number): number {
    return Math.floor(least + this.next() * (most - least + 1));
  }

  /** @throws Error the list is empty */
  oneOf<T>(items: readonly T[]): T {
    return this.weighted(items.map(item => [1, item] as const));
  }

  /** Returns the item of a `[weight, item]`, drawn in proportion. @throws Error the list is empty */
  weighted<T>(items: readonly (readonly [number, T])[]): T {
    let drawn = this.next() * items.reduce((sum, [weight]) => sum + weight, 0);
    const found = items.find(([weight]) => (drawn -= weight) < 0) ?? items.at(-1);
    if (found === undefined) throw new Error('nothing to draw from');
    return found[1];
  }

  /** Returns true with this probability. */
  chance(share: number): boolean {
    return this.next() < share;
  }
}
