import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@watertight/telemetry';
import type { Closeable } from '../server/stop.ts';

/**
 * Repeats `work`, `everyMs` after its last end; never twice at a time. Its signal is aborted when the repetition ends.
 *
 * Failures are expected while Postgres or Redis is unavailable: one line when they begin, one when they end.
 * Returns a function that ends it, after the work under way.
 *
 * `onBack` is called when the work succeeds after failures; `waitsFirst` begins with the wait. Default false.
 */
export function repeat(
  what: string,
  everyMs: number,
  work: (ended: AbortSignal) => Promise<unknown>,
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
        await work(ended.signal);
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
