import type { DeadlineOptions } from './options.ts';
import type { Call, Step } from './call.ts';
import { DeadlinePassedError } from './errors.ts';
import type { Strategy } from './strategy.ts';

/** Bounds everything inside it, queue and backoff delays included, by the time that the caller still waits. */
export class Deadline implements Strategy {
  readonly #options: DeadlineOptions;

  constructor(options: DeadlineOptions) {
    this.#options = options;
  }

  // The clock is in the call: each place it waits at asks for the time that is left, so there is never more than one timer.
  run(call: Call, next: Step): Promise<unknown> {
    const { deadlineMs } = call.options;
    if (typeof deadlineMs !== 'number' || Number.isNaN(deadlineMs) || deadlineMs === Infinity) return next(call);
    const { minRemainingMs } = this.#options;
    if (deadlineMs < minRemainingMs) return Promise.reject(call.refuse(new DeadlinePassedError(call.facts)));
    call.minRemainingMs = minRemainingMs;
    call.dueAtMs = call.context.clock.now() + deadlineMs;
    return next(call);
  }
}
