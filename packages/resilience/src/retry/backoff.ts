import type { Call } from '../call.ts';
import type { Wait } from '../types.ts';

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
