import { fails } from '@watertight/testing';
import { definePolicies, type BreakerState, type Pipeline } from '../src/index.ts';

/** Each open period is exactly as long as its policy says; what jitter does is in breaker-jitter.test.ts. */
const exact = { openJitter: 0 };

/** For tests of the breaker: its policies, and words for what happens to it. */
export const policies = definePolicies({
  search: { breaker: exact },
  judged: {
    breaker: exact,
    judge: outcome =>
      'error' in outcome ? judgeError(outcome.error) : outcome.result === 'garbage' ? 'failure' : 'success',
  },
  limited: { breaker: exact, timeout: { afterMs: 300 } },
  full: { breaker: exact, bulkhead: { running: 1 } },
  retried: { breaker: { ...exact, failuresToOpen: 2 }, retry: { jitter: 'none' } },
  single: { breaker: { ...exact, probes: 1, successesToClose: 1 } },
});

export const down = new Error('down');

export const answers = (): string => 'answer';

/** What a call came to: `{ value }`, or the error itself. */
export function caught(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    value => ({ value }),
    (error: unknown) => error,
  );
}

export function stateOf(calls: Pipeline): BreakerState | undefined {
  return calls.snapshot().breaker?.state;
}

/** Five failures in a row. */
export async function open(calls: Pipeline): Promise<void> {
  for (let call = 0; call < 5; call++) await caught(calls.run(fails(down)));
}

function judgeError(error: unknown): 'success' | 'nothing' | 'failure' {
  if (error === 404) return 'success';
  return error === 'nobody knows' ? 'nothing' : 'failure';
}
