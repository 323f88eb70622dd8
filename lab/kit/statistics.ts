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
