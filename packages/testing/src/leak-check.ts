import { afterAll } from '@jest/globals';
import { until } from './until.ts';
import { watchOpening } from './watch-opening.ts';

/** Closing a socket takes a turn or two of the event loop, ending a process some milliseconds. */
const GONE_WITHIN_MS = 2_000;

/**
 * Fails the test file when something that it opened still keeps the process alive after its tests: a timer, a socket,
 * a server, a child process. The message says what, and which line opened it.
 *
 * Write it as the last line of the file: hooks run in the order they are written, and this one must see what the others
 * closed. What a module opened while it was loaded is not looked at.
 */
export function leakCheck(): void {
  const open = watchOpening();
  afterAll(async () => {
    await until(() => open.list().length === 0, { withinMs: GONE_WITHIN_MS }).catch(() => {});
    const left = open.list();
    open.stop();
    if (left.length > 0) throw new Error(`still open after the tests of this file:\n- ${left.join('\n- ')}`);
  }, 2 * GONE_WITHIN_MS);
}
