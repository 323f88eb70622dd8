import {
  BreakerError,
  BreakerState,
  Bulkhead,
  Circuit,
  Retry,
  RetryMode,
  SlidingCountBreaker,
  Timeout,
} from 'mollitia';
import { type Action, type Candidate, numbers } from '../candidate.ts';

const { running, attempts, firstDelayMs, maxDelayMs, openMs, timeoutMs, maxWaitMs } = numbers;

/** Its four in our order. It has no signal to give, and opens on a rate over the last ten calls. */
export const candidate: Candidate = {
  guard: action => circuit(action, BreakerState.CLOSED),

  open: async action => circuit(action, BreakerState.OPENED),

  oneAtATime(waiting) {
    const modules = [new Bulkhead({ concurrentSize: 1, queueSize: waiting, maxQueueWait: maxWaitMs })];
    const queue = new Circuit({ options: { modules } });
    return (action: Action) => queue.fn(() => action({})).execute();
  },
};

function circuit(action: Action, state: BreakerState): () => Promise<unknown> {
  const modules = [
    new Bulkhead({ concurrentSize: running, queueSize: 0 }),
    new Retry({
      attempts: attempts - 1,
      interval: firstDelayMs,
      maxInterval: maxDelayMs,
      mode: RetryMode.JITTER,
      // Told not to repeat refusals, as ours does by itself.
      onRejection: error => !(error instanceof BreakerError),
    }),
    new SlidingCountBreaker({ state, openStateDelay: openMs }),
    new Timeout({ delay: timeoutMs }),
  ];
  const guarded = new Circuit({ func: () => action({}), options: { modules } });
  return () => guarded.execute();
}
