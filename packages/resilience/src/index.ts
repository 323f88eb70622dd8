export { DAY, HOUR, MINUTE, SECOND } from './units.ts';
export { definePolicies, type Policy, type PolicyOptions } from './policy.ts';
export {
  allPipelines,
  closeAllPipelines,
  findPipeline,
  onEveryPipeline,
  type Pipeline,
  pipeline,
  resetAllPipelines,
} from './pipeline.ts';
export type { PipelineOptions } from './strategies.ts';
export type { Snapshot } from './telemetry/snapshot.ts';
export type { RunOptions } from './call.ts';
export { seeded } from './seeded.ts';
export type {
  Action,
  Attempt,
  BreakerState,
  Classification,
  Classification as Judgement,
  Classify,
  Classify as Judge,
  ForcedState,
  IsRetryable,
  IsRetryable as MayRepeat,
  AttemptOutcome,
  AttemptOutcome as Outcome,
  Wait,
} from './types.ts';
export type { Pattern } from './strategy.ts';
export type { Numbers } from './numbers.ts';
export type { PipelineEvents, RefusedEvent, RetryEvent, StateEvent } from './events.ts';
export type { CallOutcome, Counts } from './telemetry/counters.ts';
export type { BreakerSnapshot } from './breaker/breaker-strategy.ts';
export type { ProbeCounts } from './breaker/breaker.ts';
export type { Circuit } from './breaker/opossum.ts';
export type { BulkheadSnapshot } from './bulkhead/bulkhead.ts';
export type { TimeoutSnapshot } from './timeout/timeout.ts';
export type { LatencyBar } from './timeout/latency-histogram.ts';
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
export { callAttribute, callSpans } from './telemetry/call-spans.ts';
export type { CallFacts, CallTrace, Telemetry } from './telemetry/telemetry.ts';
export { type Clock, systemClock } from './clock.ts';
