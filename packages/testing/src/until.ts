import { setTimeout as sleep } from 'node:timers/promises';

interface Limits {
  withinMs: number;
  /** Default 10 ms. */
  everyMs?: number;
}

/** What is left of a condition's answers once it holds. */
type Holding<T> = Exclude<T, false | null | undefined | 0 | ''>;

/**
 * Waits for something that another process does; returns what the condition returned.
 *
 * The condition is evaluated at once and then every 10 ms; throwing counts as "not yet". Real time: under `fakeClock`,
 * advance the clock instead.
 *
 * @throws Error after `withinMs`, with the condition's text and what it last returned
 */
export async function until<T>(condition: () => T | Promise<T>, limits: Limits): Promise<Holding<T>> {
  const { seen } = await lookUntil(
    () => evaluate(condition),
    ({ holds }) => holds,
    limits,
  );
  if (seen.holds) return seen.value;
  throw new Error(`not within ${limits.withinMs} ms: ${condition.toString()}${seen.last}`);
}

/** Looks again and again until `hoped`, at most `withinMs`; returns the last look either way, and the time it took. */
export async function lookUntil<Look>(
  look: () => Promise<Look>,
  hoped: (seen: Look) => boolean,
  { withinMs, everyMs = 10 }: Limits,
): Promise<{ seen: Look; afterMs: number }> {
  const startMs = performance.now();
  for (;;) {
    const seen = await look();
    const afterMs = performance.now() - startMs;
    if (hoped(seen) || afterMs >= withinMs) return { seen, afterMs };
    await sleep(everyMs);
  }
}

async function evaluate<T>(
  condition: () => T | Promise<T>,
): Promise<{ holds: true; value: Holding<T> } | { holds: false; last: string }> {
  try {
    const value = await condition();
    return value
      ? { holds: true, value: value as Holding<T> }
      : { holds: false, last: `, last answer: ${String(value)}` };
  } catch (error) {
    return { holds: false, last: `, last error: ${String(error)}` };
  }
}
