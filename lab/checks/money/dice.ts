import { seeded } from '../../seeded.ts';

/** Draws that are the same for the same seed. */
export class Dice {
  readonly next: () => number;

  constructor(seed: number) {
    this.next = seeded(seed);
  }

  between(least: number, most: number): number {
    return Math.floor(least + this.next() * (most - least + 1));
  }

  oneOf<T>(things: readonly T[]): T {
    const thing = things[Math.floor(this.next() * things.length)];
    if (thing === undefined) throw new Error('nothing to draw from');
    return thing;
  }

  /** `[weight, thing]`: drawn in proportion. */
  weighted<T>(things: readonly (readonly [number, T])[]): T {
    let drawn = this.next() * things.reduce((sum, [weight]) => sum + weight, 0);
    const [, thing] = things.find(([weight]) => (drawn -= weight) < 0) ?? things.at(-1) ?? [];
    if (thing === undefined) throw new Error('nothing to draw from');
    return thing;
  }

  isLucky(share: number): boolean {
    return this.next() < share;
  }
}
