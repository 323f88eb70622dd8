import type { Call, Step } from './call.ts';
import { FallbackFailedError } from './errors.ts';
import type { Strategy } from './strategy.ts';
import type { Substitute } from './types.ts';

/** Answers instead of a dependency that could not: once per call, with the call's error in hand. */
export class Fallback implements Strategy {
  readonly #substitute: Substitute | undefined;

  constructor(substitute: Substitute | undefined) {
    this.#substitute = substitute;
  }

  run(call: Call, next: Step): Promise<unknown> {
    const substitute = call.options.fallback ?? this.#substitute;
    const answer = next(call);
    return substitute === undefined ? answer : answer.catch((error: unknown) => substituteFor(call, error, substitute));
  }
}

async function substituteFor(call: Call, error: unknown, substitute: Substitute): Promise<unknown> {
  if (call.stopped?.byCaller === true && call.options.fallbackWhenAborted !== true) throw error;
  try {
    const answer = await substitute(error);
    call.isFallback = true;
    return answer;
  } catch (fallbackError) {
    // Handing the same error on is how a fallback says that it has nothing to offer.
    throw fallbackError === error ? error : new FallbackFailedError(call.context.policy, [error, fallbackError]);
  }
}
