import { backOff } from './backoff.ts';
import type { Call, Step } from '../call.ts';
import { delayAfter } from './delay.ts';
import { RefusedError } from '../errors.ts';
import { isFailure } from '../classify.ts';
import { decimal, type Filled, oneOf, whole } from '../schema.ts';
import { budgetOptions, RetryBudget } from './budget.ts';
import type { PipelineContext } from '../context.ts';
import type { Strategy } from '../strategy.ts';
import { MINUTE, SECOND } from '../units.ts';

export const retryOptions = {
  /** Attempts in all, the first included. Default 5; 3 where a person waits. From 1 to 100. */
  attempts: whole(5, { least: 1, most: 100 }),
  /** The wait after the first failure, before jitter, in ms. Default 100, from 0 to 600,000. */
  firstDelayMs: whole(100, { least: 0, most: 10 * MINUTE }),
  /** What each wait is longer than the one before. Default 2, from 1 to 100. */
  factor: decimal(2, { least: 1, most: 100 }),
  /** No wait is longer, in ms. Default 10,000, from 0 to 600,000. */
  maxDelayMs: whole(10 * SECOND, { least: 0, most: 10 * MINUTE }),
  /** `full`: anything from 0 to the wait; `equal`: from its half; `none`: the wait itself. Default full. */
  jitter: oneOf('full', 'equal', 'none'),
  budget: budgetOptions,
};

// Nobody holds a seat for longer than an option may ask for, whatever the dependency says.
const LONGEST_RETRY_AFTER_MS = 10 * MINUTE;

/** Asks again, later and later, where another attempt may help, may be made, and is paid for. */
export class Retry implements Strategy {
  readonly #options: Filled<typeof retryOptions>;
  readonly #random: () => number;
  readonly #budget: RetryBudget;

  constructor(options: Filled<typeof retryOptions>, { clock, random }: PipelineContext) {
    this.#options = options;
    this.#random = random;
    this.#budget = new RetryBudget(options.budget, clock);
  }

  run(call: Call, next: Step): Promise<unknown> {
    this.#budget.earn();
    const answer = next(call);
    // Refused at once, there is nothing to repeat: refusals happen by the thousand, and a frame to pass through costs most of one.
    return call.refusal === null ? this.#repeat(call, next, answer) : answer;
  }

  async #repeat(call: Call, next: Step, first: Promise<unknown>): Promise<unknown> {
    for (let number = 1; ; number++) {
      try {
        return await (number === 1 ? first : next(call));
      } catch (error) {
        const attempts = call.options.repeatable === false ? 1 : this.#options.attempts;
        if (number >= attempts || !isRetryable(call, error)) throw error;
        const retryAfterMs = leastWaitMs(error);
        // Added, not the greater of the two: all who were told the same would come back in the same millisecond.
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
    return false; // a mistake in it must not cost the call its own error
  }
}

/** What the dependency asked for; 0 when it did not, or not in ms. */
function leastWaitMs(error: unknown): number {
  const asked: unknown =
    typeof error === 'object' && error !== null && 'retryAfterMs' in error ? error.retryAfterMs : 0;
  return typeof asked === 'number' && asked > 0 ? asked : 0;
}
