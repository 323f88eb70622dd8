import type { Jitter } from '../types.ts';

export interface DelayNumbers {
  readonly firstDelayMs: number;
  readonly factor: number;
  readonly maxDelayMs: number;
  readonly jitter: Jitter;
}

/**
 * The wait after the attempt of that number, in ms: 100, 200, 400, 800 with the defaults and without jitter.
 *
 * Full jitter: clients that failed together must not come back together (AWS Architecture Blog, Exponential Backoff And Jitter).
 */
export function delayAfter(
  attempt: number,
  { firstDelayMs, factor, maxDelayMs, jitter }: DelayNumbers,
  random: () => number,
): number {
  // Bounded before jitter: 0 × Infinity is NaN.
  const plainMs = Math.min(firstDelayMs * factor ** (attempt - 1), Number.MAX_SAFE_INTEGER);
  // The cap is applied after jitter; before it, late attempts would spread over less than the cap.
  return Math.min(jittered(plainMs, jitter, random), maxDelayMs);
}

function jittered(plainMs: number, jitter: Jitter, random: () => number): number {
  switch (jitter) {
    case 'full':
      return plainMs * random();
    case 'equal':
      return plainMs / 2 + (plainMs / 2) * random();
    case 'none':
      return plainMs;
  }
}
