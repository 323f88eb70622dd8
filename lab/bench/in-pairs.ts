import { median } from './figure.ts';

/** Not counted: code that runs only one way starts as cold as the rest. */
const COLD_ROUNDS = 4;
export const ROUNDS = 20;

/** What something costs with and without, in medians; and the median of the pairs' ratios. */
export interface Pairs {
  readonly on: number;
  readonly off: number;
  readonly ratio: number;
}

/** Measures by turns with and without, each the first as often: what slows the machine for a while slows both. */
export async function inPairs(measure: (isOn: boolean) => Promise<number>): Promise<Pairs> {
  const on: number[] = [];
  const off: number[] = [];
  for (let round = 1; round <= COLD_ROUNDS + ROUNDS; round += 1) {
    for (const isOn of round % 2 === 0 ? [true, false] : [false, true]) {
      const value = await measure(isOn);
      if (round > COLD_ROUNDS) (isOn ? on : off).push(value);
    }
  }
  return { on: median(on), off: median(off), ratio: median(on.map((value, i) => value / (off[i] ?? NaN))) };
}
