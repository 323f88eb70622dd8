export { MINUTE, SECOND } from './units.ts';
export { definePolicies, type Policy, type PolicyOptions } from './policy.ts';
export { type Pipeline, pipeline, type PipelineOptions } from './pipeline.ts';
export type { Snapshot } from './snapshot.ts';
export type { RunOptions } from './call.ts';
export { seeded } from './seeded.ts';
export type { Action, Attempt } from './attempt.ts';
export type { Judge, Judgement, MayRepeat, Outcome } from './judge.ts';
export type { Pattern } from './strategy.ts';
export type { Numbers } from './numbers.ts';
export type { PipelineEvents, RefusedEvent, RetryEvent, StateEvent } from './site.ts';
export type { CallOutcome, Counts } from './tally.ts';
export type { BreakerSnapshot } from './breaker.ts';
export type { BreakerState, ProbeCounts } from './breaker-window.ts';
export type { Circuit, Forced } from './circuit.ts';
export type { BulkheadSnapshot } from './bulkhead.ts';
export type { TimeoutSnapshot } from './timeout.ts';
export type { LatencyBar } from './latency-window.ts';
export {
  BreakerOpenError,
  BulkheadFullError,
  DeadlinePassedError,
  FallbackFailedError,
  PolicyError,
  type Refusal,
  RefusedError,
  TimeoutError,
} from './errors.ts';
export { allPipelines, closeAllPipelines, findPipeline, onEveryPipeline, resetAllPipelines } from './registry.ts';
export { callSpans } from './call-spans.ts';
export type { Wait } from './back-off.ts';
export type { CallFacts, CallTrace, Telemetry } from './telemetry.ts';
export { type Clock, systemClock } from './clock.ts';
