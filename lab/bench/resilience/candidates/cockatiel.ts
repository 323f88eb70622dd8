import {
  bulkhead,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleAll,
  handleWhen,
  isBrokenCircuitError,
  retry,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel';
import { type Action, type Candidate, numbers } from '../candidate.ts';

const { running, attempts, firstDelayMs, maxDelayMs, failuresToOpen, openMs, timeoutMs } = numbers;

/** Its four in our order; aggressive, as that is the timeout that releases the caller. It knows no deadline. */
export const candidate: Candidate = {
  guard(action) {
    const { all } = policies();
    return () => all.execute(action);
  },

  async open(action) {
    const { all, breaker } = policies();
    const fail = () => Promise.reject(new Error('down'));
    for (let call = 0; call < failuresToOpen; call++) await breaker.execute(fail).catch(() => undefined); // meant to fail
    return () => all.execute(action);
  },

  oneAtATime(waiting) {
    const queue = bulkhead(1, waiting);
    return (action: Action) => queue.execute(action);
  },
};

function policies() {
  const backoff = new ExponentialBackoff({ initialDelay: firstDelayMs, maxDelay: maxDelayMs });
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: openMs,
    breaker: new ConsecutiveBreaker(failuresToOpen),
  });
  const all = wrap(
    bulkhead(running),
    // Told not to repeat refusals, as ours does by itself.
    retry(
      handleWhen(error => !isBrokenCircuitError(error)),
      { maxAttempts: attempts - 1, backoff },
    ),
    breaker,
    timeout(timeoutMs, TimeoutStrategy.Aggressive),
  );
  return { all, breaker };
}
