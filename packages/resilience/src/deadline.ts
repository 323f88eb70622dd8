import type { Call, Step } from './call.ts';
import { DeadlinePassedError } from './errors.ts';
import { type Filled, whole } from './schema.ts';
import type { Strategy } from './strategy.ts';
import { SECOND } from './units.ts';

export const deadlineOptions = {
  /** The least time an attempt can be of use with, in ms: none starts with less. Default 20, from 1 to 10,000. */
  usefulMs: whole(20, { least: 1, most: 10 * SECOND }),
};

/** Bounds everything inside it, queue and back-offs included, by what the caller still waits. */
export class Deadline implements Strategy {
  readonly #options: Filled<typeof deadlineOptions>;

  constructor(options: Filled<typeof deadlineOptions>) {
    this.#options = options;
  }

  // The clock is in the call: each place it waits at asks for the time that is left, so there is never more than one timer.
  run(call: Call, next: Step): Promise<unknown> {
    const { deadlineMs } = call.options;
    if (typeof deadlineMs !== 'number' || Number.isNaN(deadlineMs) || deadlineMs === Infinity) return next(call);
    const { usefulMs } = this.#options;
    if (deadlineMs < usefulMs) return Promise.reject(call.refuse(new DeadlinePassedError(call.facts)));
    call.minRemainingMs = usefulMs;
    call.dueAtMs = call.context.clock.now() + deadlineMs;
    return next(call);
  }
}
