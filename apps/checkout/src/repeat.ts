import { setTimeout as sleep } from 'node:timers/promises';
import type { Closeable, Logger } from '@watertight/service-kit';

/**
 * Does `work` again and again, `everyMs` after it ended; never twice at a time.
 *
 * Failures are expected while Postgres or Redis is unavailable: one line when they begin, one when they end.
 * What it returns ends it, after the work under way.
 *
 * @param onBack called when the work succeeds after failures
 */
export function repeat(
  what: string,
  everyMs: number,
  work: () => Promise<unknown>,
  logger: Logger,
  onBack: () => void = () => {},
): Closeable {
  const ended = new AbortController();
  const running = (async () => {
    let failing = false;
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
      await sleep(everyMs, undefined, { signal: ended.signal }).catch(() => undefined); // ended while it slept
    }
  })();
  return () => {
    ended.abort();
    return running;
  };
}
