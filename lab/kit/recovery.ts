/** Returns when the first of three seconds begins in which no more than 1 call in 20 fails. */
export function recoveredAfterS(failedAtMs: readonly number[], perSecond: number, watchedMs: number): number {
  const isGood = Array.from({ length: watchedMs / 1000 }, (_, second) => {
    const failed = failedAtMs.filter(atMs => Math.floor(atMs / 1000) === second).length;
    return failed <= perSecond / 20;
  });
  const first = isGood.findIndex((_, second) => isGood.slice(second, second + 3).filter(Boolean).length === 3);
  return first === -1 ? Infinity : first;
}
