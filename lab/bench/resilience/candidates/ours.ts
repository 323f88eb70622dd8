import { definePolicies, type Pipeline, pipeline } from '@watertight/resilience';
import { type Candidate, numbers } from '../candidate.ts';

const { running, attempts, firstDelayMs, maxDelayMs, failuresToOpen, openMs, timeoutMs, deadlineMs, maxWaitMs } =
  numbers;

const policies = definePolicies({
  guarded: {
    bulkhead: { running },
    retry: { attempts, firstDelayMs, maxDelayMs },
    breaker: { failuresToOpen, openMs },
    timeout: { afterMs: timeoutMs },
  },
  measured: {
    bulkhead: { running },
    retry: { attempts, firstDelayMs, maxDelayMs },
    breaker: { failuresToOpen, openMs },
    timeout: { p99Times: 3, maxMs: timeoutMs },
  },
});

/** All five, the timeout fixed: what the others have is fixed too. */
export const candidate: Candidate = {
  guard: action => guarded(pipeline(policies.guarded), action),

  async open(action) {
    const calls = pipeline(policies.guarded);
    const fail = () => Promise.reject(new Error('down'));
    for (let call = 0; call < failuresToOpen; call++)
      await calls.run(fail, { repeatable: false }).catch(() => undefined); // each of them is meant to fail
    return guarded(calls, action);
  },

  oneAtATime(waiting) {
    const { queue } = definePolicies({ queue: { bulkhead: { running: 1, waiting, maxWaitMs } } });
    const calls = pipeline(queue);
    return action => calls.run(action);
  },
};

/** The same with a limit of 3 × p99. */
export const measured: Candidate = {
  guard: action => guarded(pipeline(policies.measured), action),
};

function guarded(calls: Pipeline, action: Parameters<Candidate['guard']>[0]): () => Promise<unknown> {
  return () => calls.run(action, { deadlineMs });
}
