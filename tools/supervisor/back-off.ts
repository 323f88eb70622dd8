import { SECOND } from '../config.ts';

const LONGEST_MS = 30 * SECOND;

/** How long to wait before a process that died by itself is started again: 1, 2, 4 … 30 s. */
export function backOffMs(deathsInARow: number, firstMs: number): number {
  return Math.min(LONGEST_MS, firstMs * 2 ** (deathsInARow - 1));
}
