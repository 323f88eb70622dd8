import { setTimeout as sleep } from 'node:timers/promises';
import type { Closeable, Logger } from '@watertight/service-kit';

/**
 * Does `work` again and again, `everyMs` after it ended; never twice at a time.
 *
 * Failures are expected while Postgres or Redis is unavailable: one line when they begin, one when they end.
 * What it returns ends it, after the work under way.
 *
 * `onBack` is called when the work succeeds after failures; `waitsFirst` begins with the wait. Default false.
 */
export function repeat(
  what: string,
  everyMs: number,
  work: () => Promise<unknown>,
  logger: Logger,
  { onBack = () => {}, waitsFirst = false }: { onBack?: () => void; waitsFirst?: boolean } = {},
): Closeable {
  const ended = new AbortController();
  const running = (async () => {
    let failing = false;
    const wait = () => sleep(everyMs, undefined, { signal: ended.signal }).catch(() => undefined); // ended while it slept
    if (waitsFirst) await wait();
    while (!ended.signal.aborted) {
      try {
        await work();
        if (failing) {
          logger.info({ what }, 'works again');
          onBack();
        }
        failing = false;
      } catch (error) {
        if (!failing) logger.warn({ what, err: error }, 'failed; trying again');
        failing = true;
      }
      await wait();
    }
  })();
  return () => {
    ended.abort();
    return running;
  };
}
