import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_MS = 10;

/** What is left of a condition's answers once it holds. */
type Holding<T> = Exclude<T, false | null | undefined | 0 | ''>;

/**
 * Waits for something that another process does; answers what the condition answered.
 *
 * The condition is asked at once and then every 10 ms; throwing counts as "not yet". Real time: under `fakeClock`,
 * advance the clock instead.
 *
 * @throws Error after `withinMs`, with the condition's text and what it last said
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  { withinMs }: { withinMs: number },
): Promise<Holding<T>> {
  const endsAt = performance.now() + withinMs;
  for (;;) {
    const seen = await ask(condition);
    if (seen.holds) return seen.answer;
    if (performance.now() >= endsAt) throw new Error(`not within ${withinMs} ms: ${condition.toString()}${seen.last}`);
    await sleep(LOOK_AGAIN_MS);
  }
}

async function ask<T>(
  condition: () => T | Promise<T>,
): Promise<{ holds: true; answer: Holding<T> } | { holds: false; last: string }> {
  try {
    const answer = await condition();
    return answer
      ? { holds: true, answer: answer as Holding<T> }
      : { holds: false, last: `, last answer: ${String(answer)}` };
  } catch (error) {
    return { holds: false, last: `, last error: ${String(error)}` };
  }
}
