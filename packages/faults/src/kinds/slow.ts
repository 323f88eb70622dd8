import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Fate, kind, type Struck } from '../kind.ts';

const LONGEST_MS = 600_000;
const delay = z.int().min(0).max(LONGEST_MS).optional();

const fields = {
  /** Every answer so late. */
  delayMs: delay.describe('a fixed delay'),
  /** Or half of them later than this, and one in a hundred later than that. */
  p50Ms: delay.describe('half of the delays are longer'),
  p99Ms: delay.describe('one delay in a hundred is longer'),
};
type Fields = z.infer<z.ZodObject<typeof fields>>;

function together({ delayMs, p50Ms, p99Ms }: Fields) {
  const isFixed = delayMs !== undefined;
  if (isFixed && (p50Ms !== undefined || p99Ms !== undefined))
    return { field: 'delayMs', rule: 'either delayMs, or p50Ms and p99Ms expected' };
  if (isFixed) return undefined;
  if (p50Ms === undefined) return { field: 'p50Ms', rule: 'delayMs, or p50Ms and p99Ms expected' };
  if (p99Ms === undefined || p99Ms < p50Ms) return { field: 'p99Ms', rule: `at least p50Ms (${p50Ms}) expected` };
  return undefined;
}

/** Of a standard normal distribution: 99 of 100 values are below. */
const Z99 = 2.326_347_874;

/** Fixed, or lognormal as latencies are: none below zero, and a long tail. */
export function delayOf({ delayMs, p50Ms = 0, p99Ms = 0 }: Fields, random: () => number): number {
  if (delayMs !== undefined) return delayMs;
  if (p50Ms === 0) return 0;
  const sigma = Math.log(p99Ms / p50Ms) / Z99;
  // Box and Muller (1958); 1 - random is never 0.
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.min(LONGEST_MS, p50Ms * Math.exp(sigma * normal));
}

/** Waits, and ends early with a caller who does not wait. */
async function wait(asked: Fields, { response, random }: Struck): Promise<Fate> {
  const left = new AbortController();
  const leave = () => left.abort();
  response.once('close', leave);
  await sleep(delayOf(asked, random), undefined, { signal: left.signal }).catch(() => undefined);
  response.off('close', leave);
  return left.signal.aborted ? 'ended' : 'goes on';
}

/** The answer comes late, and so does the work. */
export const slow = kind({ says: 'the answer after a delay, before the work', fields, together, before: wait });

/** The caller gives up when the effect has happened. */
export const slowAfter = kind({ says: 'the answer after a delay, after the work', fields, together, after: wait });
