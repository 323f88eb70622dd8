import { seeded } from '@watertight/resilience';

/** Returns the middle value, NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** Returns the value that this share of them (0 to 1) does not exceed; 0 of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

/** Returns how many of these moments lie within the fullest window of that width, wherever it begins. */
export function fullestWindow(momentsMs: readonly number[], widthMs: number): number {
  const sorted = momentsMs.toSorted((one, other) => one - other);
  let fullest = 0;
  for (let first = 0, last = 0; last < sorted.length; last += 1) {
    while ((sorted[last] ?? 0) - (sorted[first] ?? 0) >= widthMs) first += 1;
    fullest = Math.max(fullest, last - first + 1);
  }
  return fullest;
}

/** Returns what `fullestWindow` gives for that many moments drawn at random from a span: mean and standard deviation of 1,000 draws. */
export function fullestOfRandom(count: number, spanMs: number, widthMs: number): { mean: number; deviation: number } {
  const random = seeded(1);
  const drawn = Array.from({ length: 1000 }, () =>
    fullestWindow(
      Array.from({ length: count }, () => random() * spanMs),
      widthMs,
    ),
  );
  const mean = drawn.reduce((sum, each) => sum + each, 0) / drawn.length;
  const variance = drawn.reduce((sum, each) => sum + (each - mean) ** 2, 0) / drawn.length;
  return { mean, deviation: Math.sqrt(variance) };
}
