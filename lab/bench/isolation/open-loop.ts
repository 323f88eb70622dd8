import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from './percentile.ts';

/** A generator that is later than this measures itself. */
const LATEST_MS = 50;

interface Load {
  perSecond: number;
  forMs: number;
  /** One call; whatever becomes of it is its own affair. */
  call: (n: number) => Promise<unknown>;
}

/**
 * Calls at fixed times, whether those before have ended or not, as people come to a shop: a slow answer keeps nobody away.
 *
 * Resolves when all have ended, with the p99 of how late the calls began, in ms.
 */
export async function openLoop({ perSecond, forMs, call }: Load): Promise<{ latenessMs: number }> {
  const startMs = performance.now();
  const calls = Math.round((perSecond * forMs) / 1000);
  const latenesses: number[] = [];
  const running: Promise<unknown>[] = [];
  for (let n = 1; n <= calls; n += 1) {
    const dueMs = startMs + ((n - 1) * 1000) / perSecond;
    const earlyMs = dueMs - performance.now();
    if (earlyMs > 0) await sleep(earlyMs);
    latenesses.push(performance.now() - dueMs);
    running.push(call(n).catch(() => undefined));
  }
  await Promise.all(running);
  return { latenessMs: percentile(latenesses, 0.99) };
}

/** Measures; when the generator lagged says so and measures once more. What lagged twice is to be read as such. */
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
