import type { Breaker, BreakerSnapshot } from '../breaker/breaker-strategy.ts';
import type { Bulkhead, BulkheadSnapshot } from '../bulkhead/bulkhead.ts';
import type { Call, PipelineContext } from '../call.ts';
import type { Retry } from '../retry/retry.ts';
import type { Timeout, TimeoutSnapshot } from '../timeout/timeout.ts';
import type { CallOutcome, Counts } from './counters.ts';
import type { CallFacts } from './telemetry.ts';

interface Shown {
  readonly context: PipelineContext;
  readonly breaker: Breaker | undefined;
  readonly bulkhead: Bulkhead | undefined;
  readonly retry: Retry | undefined;
  readonly timeout: Timeout | undefined;
}

/** A pipeline at this moment; a strategy that its policy leaves out is not there. */
export interface Snapshot {
  readonly name: string;
  readonly breaker?: BreakerSnapshot;
  readonly bulkhead?: BulkheadSnapshot;
  readonly timeout?: TimeoutSnapshot;
  readonly retry?: { readonly budget: number };
  readonly counts: Readonly<Counts>;
}

export function snapshotOf(name: string, { breaker, bulkhead, timeout, retry, context }: Shown): Snapshot {
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

/** Returns what is reported of a call that is over. */
export function factsOf(call: Call, { breaker, bulkhead, context }: Shown, outcome: CallOutcome): CallFacts {
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
