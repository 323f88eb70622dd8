/** Returns what `work` resolves to, or undefined when that takes longer than `limitMs`; the work itself goes on. */
export async function within<T>(limitMs: number, work: Promise<T>): Promise<T | undefined> {
  if (limitMs === Infinity) return work;
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, limitMs, undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
