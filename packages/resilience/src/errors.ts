/** Why a pipeline refused, as spans, metrics and the event name it. */
export type Refusal = 'breaker_open' | 'bulkhead_full' | 'budget_exhausted' | 'deadline_passed' | 'pipeline_closed';

export interface RefusedFacts {
  /** The policy that refused. */
  policy: string;
  /** How many attempts had been started before. 0: the dependency was never called. */
  attempts: number;
}

/** We did not call, or did not call again: this is no information about the dependency and never counts against it. */
export class RefusedError extends Error {
  declare readonly code: string;
  declare readonly reason: Refusal;
  readonly policy: string;
  readonly attempts: number;

  constructor(message: string, { policy, attempts }: RefusedFacts) {
    const framesKept = Error.stackTraceLimit;
    // Refusals happen by the thousand, and taking a stack costs more than all the rest of one.
    Error.stackTraceLimit = 0;
    super(`${policy}: ${message}`);
    Error.stackTraceLimit = framesKept;
    this.policy = policy;
    this.attempts = attempts;
  }
}

/** All permits are in use and the queue is full, or the wait for a permit took too long. */
export class BulkheadFullError extends RefusedError {
  declare readonly code: 'bulkhead-full';
  declare readonly reason: 'bulkhead_full';
  readonly running: number;
  readonly waiting: number;

  constructor(facts: RefusedFacts, { running, waiting }: { running: number; waiting: number }) {
    super(`the bulkhead is full (${running} running, ${waiting} waiting)`, facts);
    this.running = running;
    this.waiting = waiting;
  }
}

/** The dependency has failed too often and is not called for a while. */
export class BreakerOpenError extends RefusedError {
  declare readonly code: 'breaker-open';
  declare readonly reason: 'breaker_open';
  /** Until it is tried again, in ms; 0 when probes are under way. */
  readonly retryInMs: number;

  constructor(facts: RefusedFacts, retryInMs: number) {
    super(`the breaker is open, the next attempt may start in ${Math.ceil(retryInMs)} ms`, facts);
    this.retryInMs = retryInMs;
  }
}

/** The caller's deadline has passed, or leaves too little time for an answer. */
export class DeadlinePassedError extends RefusedError {
  declare readonly code: 'deadline-passed';
  declare readonly reason: 'deadline_passed';

  constructor(facts: RefusedFacts) {
    super('the deadline of the call has passed', facts);
  }
}

/** The dependency did not answer within the attempt's own limit: its failure, unlike a refusal. */
export class TimeoutError extends Error {
  declare readonly code: 'timeout';
  readonly policy: string;
  readonly timeoutMs: number;

  constructor({ policy, timeoutMs }: { policy: string; timeoutMs: number }) {
    super(`${policy}: no answer within ${timeoutMs} ms`);
    this.policy = policy;
    this.timeoutMs = timeoutMs;
  }
}

/** The call failed, and so did its fallback: `errors` holds both, in this order. */
export class FallbackFailedError extends AggregateError {
  declare readonly code: 'fallback-failed';

  constructor(policy: string, errors: readonly [call: unknown, fallback: unknown]) {
    super(errors, `${policy}: the call failed, and so did its fallback`, { cause: errors[0] });
  }
}

/** A policy that cannot be meant. `path` names the option, such as `search.breaker.openMs`. */
export class PolicyError extends Error {
  declare readonly code: 'bad-policy';
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.path = path;
  }
}

// What all errors of a class share lies on its prototype: made once, and `name` is where the header of `stack` finds it.
// Names are written out, because a bundler may rename a class.
function share(type: { readonly prototype: Error }, shared: { name: string; code: string; reason?: Refusal }): void {
  for (const [key, value] of Object.entries(shared))
    Object.defineProperty(type.prototype, key, { value, writable: true, configurable: true });
}
share(RefusedError, { name: 'RefusedError', code: 'refused', reason: 'pipeline_closed' });
share(BreakerOpenError, { name: 'BreakerOpenError', code: 'breaker-open', reason: 'breaker_open' });
share(BulkheadFullError, { name: 'BulkheadFullError', code: 'bulkhead-full', reason: 'bulkhead_full' });
share(DeadlinePassedError, { name: 'DeadlinePassedError', code: 'deadline-passed', reason: 'deadline_passed' });
share(TimeoutError, { name: 'TimeoutError', code: 'timeout' });
share(FallbackFailedError, { name: 'FallbackFailedError', code: 'fallback-failed' });
share(PolicyError, { name: 'PolicyError', code: 'bad-policy' });
