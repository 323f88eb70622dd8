import type { RetryOptions } from '../options.ts';
import type { Call, PipelineContext, Step } from '../call.ts';
import { delayAfter } from './delay.ts';
import { RefusedError } from '../errors.ts';
import { RetryBudget } from './budget.ts';
import type { Strategy } from '../strategy.ts';
import { isFailure, type Wait } from '../types.ts';
import { MINUTE } from '../units.ts';

// A call holds its permit while it waits, so no Retry-After is accepted above the longest wait that an option allows.
const LONGEST_RETRY_AFTER_MS = 10 * MINUTE;

/**
 * Repeats a failed call with growing delays, if a repeat can help, is safe, and the retry budget allows it.
 *
 * - It can help: the attempt counts as a failure of the dependency (or `isRetryable` says so). The attempt has classified its own end,
 *   by the pipeline's `classify`. Refusals by our own patterns are not repeated.
 * - It is safe: unless the caller says `repeatable: false`, there are up to `attempts` attempts (default 5). With it there is one.
 * - With full jitter, delay n is random between 0 and `firstDelayMs` × `factor`^(n − 1), at most `maxDelayMs` (100, 200, 400, 800 ms by default).
 *   What the dependency asks for in Retry-After is added. No attempt starts if the caller's deadline would leave it too little time.
 * - The budget holds at most `burst` (10) retries. Each call adds `ratio` (0.1) and each second `perSecond` (1), each retry costs 1.
 *
 * Where no retry is made, also for lack of budget, the caller gets the error of the last attempt.
 */
export class Retry implements Strategy {
  readonly #options: RetryOptions;
  readonly #random: () => number;
  readonly #budget: RetryBudget;

  constructor(options: RetryOptions, { clock, random }: PipelineContext) {
    this.#options = options;
    this.#random = random;
    this.#budget = new RetryBudget(options.budget, clock);
  }

  run(call: Call, next: Step): Promise<unknown> {
    this.#budget.earn();
    const answer = next(call);
    // A call that was refused at once is not repeated. Refusals are frequent, and one more `await` is most of their cost.
    return call.refusal === null ? this.#repeat(call, next, answer) : answer;
  }

  async #repeat(call: Call, next: Step, first: Promise<unknown>): Promise<unknown> {
    for (let number = 1; ; number++) {
      try {
        return await (number === 1 ? first : next(call));
      } catch (error) {
        const attempts = call.options.repeatable === false ? 1 : this.#options.attempts;
        if (number >= attempts || !isRetryable(call, error)) throw error;
        const retryAfterMs = minWaitMs(error);
        // Added, not the greater of the two: callers with the same Retry-After would come back in the same millisecond.
        const delayMs = retryAfterMs + delayAfter(number, this.#options, this.#random);
        if (retryAfterMs > LONGEST_RETRY_AFTER_MS || call.remainingMs() - delayMs < call.minRemainingMs) throw error;
        if (!this.#budget.pay()) throw call.refuseRetry(error);
        await backOff(call, { attempt: number, delayMs, retryAfterMs, jitter: this.#options.jitter, error });
      }
    }
  }

  snapshot(): { budget: number } {
    return { budget: this.#budget.left };
  }
}

function isRetryable({ stopped, classification, context }: Call, error: unknown): boolean {
  if (stopped !== null || error instanceof RefusedError) return false;
  if (context.isRetryable === undefined) return isFailure(classification);
  try {
    return context.isRetryable(error);
  } catch {
    return false; // a mistake in the policy's function must not hide the call's own error
  }
}

/** Returns the wait that the dependency requires (Retry-After); 0 when it requires none. */
function minWaitMs(error: unknown): number {
  const required: unknown =
    typeof error === 'object' && error !== null && 'retryAfterMs' in error ? error.retryAfterMs : 0;
  return typeof required === 'number' && required > 0 ? required : 0;
}

/** Waits; rejects with the reason as soon as the caller leaves. */
async function backOff(call: Call, wait: Wait): Promise<void> {
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
