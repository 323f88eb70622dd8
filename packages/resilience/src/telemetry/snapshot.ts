import type { BreakerSnapshot } from '../breaker/breaker-strategy.ts';
import type { BulkheadSnapshot } from '../bulkhead/bulkhead.ts';
import type { Call } from '../call.ts';
import type { Strategies } from '../strategies.ts';
import type { CallOutcome, Counts } from './counters.ts';
import type { CallFacts } from './telemetry.ts';
import type { TimeoutSnapshot } from '../timeout/timeout.ts';

/** A pipeline at this moment; a strategy that its policy leaves out is not there. */
export interface Snapshot {
  readonly name: string;
  readonly breaker?: BreakerSnapshot;
  readonly bulkhead?: BulkheadSnapshot;
  readonly timeout?: TimeoutSnapshot;
  readonly retry?: { readonly budget: number };
  readonly counts: Readonly<Counts>;
}

export function snapshotOf(name: string, { breaker, bulkhead, timeout, retry, context }: Strategies): Snapshot {
  return {
    name,
    ...(breaker !== undefined && { breaker: breaker.snapshot() }),
    ...(bulkhead !== undefined && { bulkhead: bulkhead.snapshot(context.counters.abandoned) }),
    ...(timeout !== undefined && { timeout: timeout.snapshot() }),
    ...(retry !== undefined && { retry: retry.snapshot() }),
    counts: { ...context.counters.counts },
  };
}

const OUTCOME_NAMES: Record<CallOutcome, CallFacts['outcome']> = {
  ok: 'ok',
  retriedOk: 'retried_ok',
  fallback: 'fallback',
  failed: 'failed',
  refused: 'refused',
  ignored: 'ignored',
};

/** What a call tells when it is over, and what it saw of its pipeline. */
export function factsOf(call: Call, { breaker, bulkhead, context }: Strategies, outcome: CallOutcome): CallFacts {
  return {
    outcome: OUTCOME_NAMES[outcome],
    attempts: call.attempts,
    refusal: call.refusal?.reason,
    breakerState: breaker?.state,
    bulkheadRunning: bulkhead?.snapshot(context.counters.abandoned).running,
    bulkheadWaitMs: call.queuedMs,
    timeoutLimitMs: call.limitMs,
    deadlineRemainingMs: call.remainingMs(),
  };
}
