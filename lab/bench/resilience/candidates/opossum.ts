import CircuitBreaker, { type Options } from 'opossum';
import { type Action, type Candidate, numbers } from '../candidate.ts';

/** Alone, as it comes: breaker, timeout and a limit of calls, without queue. Its one signal is the breaker's, not a call's. */
export const candidate: Candidate = {
  guard(action) {
    const breaker = breakerOf(action);
    return () => breaker.fire({});
  },

  async open(action) {
    const breaker = breakerOf(action);
    breaker.open();
    return () => breaker.fire({});
  },
};

function breakerOf(action: Action) {
  const options = { timeout: numbers.timeoutMs, resetTimeout: numbers.openMs, capacity: numbers.running };
  // packages/resilience declares only what it uses of opossum.
  return new CircuitBreaker(action, options as object as Options<Parameters<Action>>);
}
