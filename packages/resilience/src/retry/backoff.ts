import type { Call } from '../call.ts';
import type { Jitter } from './delay.ts';

/** A wait between two attempts. */
export interface Wait {
  /** The number of the attempt that failed. */
  readonly attempt: number;
  readonly delayMs: number;
  /** The part of the delay that the dependency requires (Retry-After). */
  readonly retryAfterMs: number;
  readonly jitter: Jitter;
  readonly error: unknown;
}

/** Waits; rejects with the reason as soon as the caller leaves. */
export async function backOff(call: Call, wait: Wait): Promise<void> {
  const { clock, listeners, policy } = call.context;
  listeners.notify('retry', { policy, attempt: wait.attempt, delayMs: wait.delayMs, error: wait.error });
  const endSpan = call.trace?.backOff(wait);
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = clock.setTimeout(resolve, wait.delayMs, undefined);
      call.waitAt({
        stop(reason) {
          clock.clearTimeout(timer);
          reject(reason);
        },
      });
    });
  } finally {
    call.waitAt(null);
    endSpan?.();
  }
}
