import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from './statistics.ts';

/** A generator that is later than this measures itself. */
const LATEST_MS = 50;

interface Load {
  perSecond: number;
  /** How long calls are begun, or until when. */
  forMs: number | (() => boolean);
  /** One call, from 1; its failure does not end the load. */
  call: (n: number) => Promise<unknown>;
  /** Draws the times between calls, as those of a Poisson process; without it they are all equal. */
  random?: () => number;
}

/**
 * Begins calls at their times, whether earlier ones have ended or not, as customers arrive: a slow answer keeps none of them away.
 *
 * Resolves when all have ended, with the p99 of how late the calls began, in ms.
 */
export async function openLoop({ perSecond, forMs, call, random }: Load): Promise<{ latenessMs: number }> {
  const meanMs = 1000 / perSecond;
  const calls = typeof forMs === 'number' ? Math.round(forMs / meanMs) : Infinity;
  const isOver = typeof forMs === 'number' ? () => false : forMs;
  const latenesses: number[] = [];
  const running: Promise<unknown>[] = [];
  let dueMs = performance.now();
  for (let n = 1; n <= calls && !isOver(); n += 1) {
    const earlyMs = dueMs - performance.now();
    if (earlyMs > 0) await sleep(earlyMs);
    latenesses.push(performance.now() - dueMs);
    running.push(call(n).catch(() => undefined));
    dueMs += random === undefined ? meanMs : -Math.log(1 - random()) * meanMs;
  }
  await Promise.all(running);
  return { latenessMs: percentile(latenesses, 0.99) };
}

/** Measures; when the generator lagged it reports that and measures once more. A result that lagged twice is reported as such. */
export async function conclusive<Measured extends { latenessMs: number }>(
  what: string,
  measure: () => Promise<Measured>,
): Promise<Measured> {
  for (let isLast = false; ; isLast = true) {
    const measured = await measure();
    if (measured.latenessMs <= LATEST_MS) return measured;
    const lag = `the generator lagged by ${measured.latenessMs.toFixed(0)} ms (p99)`;
    process.stdout.write(
      `inconclusive  ${what}: ${lag}${isLast ? ', again: what follows says little' : ', once more'}\n`,
    );
    if (isLast) return measured;
  }
}
