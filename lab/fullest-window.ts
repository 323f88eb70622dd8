/** How many of these moments lie within the fullest window of that width, wherever it begins. */
export function fullestWindow(momentsMs: readonly number[], widthMs: number): number {
  const sorted = momentsMs.toSorted((one, other) => one - other);
  let fullest = 0;
  for (let first = 0, last = 0; last < sorted.length; last += 1) {
    while ((sorted[last] ?? 0) - (sorted[first] ?? 0) >= widthMs) first += 1;
    fullest = Math.max(fullest, last - first + 1);
  }
  return fullest;
}
