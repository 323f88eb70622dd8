/** Returns random numbers from 0 to below 1 that are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

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
