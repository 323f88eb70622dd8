/** A source of numbers that are the same on every machine, for the same seed. */
export interface Random {
  /** From 0 to just below 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** From 0 to just below 1, small numbers more often. */
  small(): number;
  /** True in `probability` of all cases, 0 to 1. */
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** The same things in another order. */
  shuffled<T>(list: readonly T[]): T[];
}

/**
 * Draws from a seed that is a phrase, so that every part of the data has a stream of its own:
 * one more product does not change the stock of the others.
 */
export function randomFrom(seed: string): Random {
  let state = hash(seed);
  // Mulberry32 (Tommy Ettinger): 32-bit integers only, so no engine and no processor rounds it differently.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), 1 | state);
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    // The smaller of two draws; no power of a float, which engines may round differently.
    small: () => Math.min(next(), next()),
    chance: probability => next() < probability,
    pick: list => {
      if (list.length === 0) throw new RangeError(`Nothing to pick from for "${seed}"`);
      return list[between(0, list.length - 1)]!;
    },
    shuffled: list => {
      const order = [...list];
      for (let last = order.length - 1; last > 0; last--) {
        const other = between(0, last);
        [order[last], order[other]] = [order[other]!, order[last]!];
      }
      return order;
    },
  };
}

/** FNV-1a over UTF-16 code units. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return sum | 0;
}
