import type { Queueable } from './bulkhead/queue.ts';
import type { Clock } from './clock.ts';
import type { RefusedError } from './errors.ts';
import type { PipelineEvents } from './events.ts';
import type { Counters } from './telemetry/counters.ts';
import type { Listeners } from './telemetry/listeners.ts';
import type { CallFacts, CallTrace, Telemetry } from './telemetry/telemetry.ts';
import type { Action, AttemptTerms, Classification, Classify, Dependency, IsRetryable } from './types.ts';

/** What all calls of one pipeline have in common. */
export interface PipelineContext {
  readonly policy: string;
  readonly dependency: Dependency;
  readonly clock: Clock;
  readonly random: () => number;
  readonly classify: Classify | undefined;
  readonly isRetryable: IsRetryable | undefined;
  readonly listeners: Listeners<PipelineEvents>;
  readonly counters: Counters;
  readonly telemetry: Telemetry;
}

export interface RunOptions<Substitute = never> {
  /** The caller's own: when it aborts, the call rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** How long the caller still waits, in ms from now: queue, attempts and backoff together. Not a number, or none: no deadline. */
  readonly deadlineMs?: number | undefined;
  /** False: one attempt, whatever the policy says. Default true. */
  readonly repeatable?: boolean | undefined;
  /** Answers instead of the dependency; wins over the policy's. */
  readonly fallback?: ((error: unknown) => Substitute | Promise<Substitute>) | undefined;
  /** Also answers a caller that has left. Default false: no caller reads that answer. */
  readonly fallbackWhenAborted?: boolean | undefined;
  /** Receives once, when the call is over, its outcome; not its answer. A function that throws changes nothing. */
  readonly report?: ((facts: CallFacts) => void) | undefined;
}

/** Where a call waits at the moment: in the queue, for a backoff delay, or for its attempt. */
export interface Stoppable {
  stop(reason: unknown): void;
}

/** One logical call on its way through the pipeline, from the caller's `run` to its answer. */
export class Call implements Queueable<Call> {
  before: Call | null = null;
  after: Call | null = null;

  readonly context: PipelineContext;
  readonly action: Action<unknown>;
  readonly options: RunOptions<unknown>;
  readonly trace: CallTrace | undefined;

  // What is known of the call so far. Each field is written by one file, and read by those that report the call.
  /** Attempts started so far. Written by the attempt, as are the next two. */
  attempts = 0;
  /** What the last attempt says of the dependency. */
  lastResult: Classification = 'nothing';
  /** The own limit of the last attempt, without the deadline. */
  limitMs = Infinity;
  /** On the pipeline's clock. Written by the deadline, as is the next. */
  dueAtMs = Infinity;
  /** No attempt starts with less than this left. */
  minRemainingMs = 0;
  /** Time spent in queues. Written by the queue. */
  queuedMs = 0;
  /** Whether the fallback has answered. Written by the fallback. */
  isFallback = false;
  /** Our own refusal, which ends the call. */
  refusal: RefusedError | null = null;
  /** Set when the caller left or the pipeline was closed: nothing starts any more. */
  stopped: { readonly reason: unknown; readonly byCaller: boolean } | null = null;
  #waitsAt: Stoppable | null = null;

  constructor(context: PipelineContext, action: Action<unknown>, options: RunOptions<unknown>) {
    this.context = context;
    this.action = action;
    this.options = options;
    this.trace = context.telemetry.start(context.policy);
    const { signal } = options;
    if (signal?.aborted === true) this.stop(signal.reason, true);
    else signal?.addEventListener('abort', this);
  }

  /** The caller's signal has aborted. */
  handleEvent(): void {
    this.stop(this.options.signal?.reason, true);
  }

  stop(reason: unknown, byCaller: boolean): void {
    if (this.stopped !== null) return;
    this.stopped = { reason, byCaller };
    this.#waitsAt?.stop(reason);
  }

  /** The one place it waits at now; a call that was stopped meanwhile does not begin to wait. */
  waitAt(place: Stoppable | null): void {
    this.#waitsAt = place;
    if (place !== null && this.stopped !== null) place.stop(this.stopped.reason);
  }

  /** What the call says of the dependency so far. Our own refusal says nothing. */
  get classification(): Classification {
    return this.refusal === null ? this.lastResult : 'nothing';
  }

  /** Infinity without a deadline. */
  remainingMs(): number {
    return this.dueAtMs === Infinity ? Infinity : this.dueAtMs - this.context.clock.now();
  }

  /** Makes a refusal known, and returns it to be thrown. */
  refuse<Refused extends RefusedError>(refusal: Refused): Refused {
    this.refusal = refusal;
    this.trace?.refused(refusal.reason);
    this.context.listeners.notify('refused', { policy: this.context.policy, reason: refusal.reason, error: refusal });
    return refusal;
  }

  /** Makes known that a retry was not paid for, and returns the error it was meant to heal. */
  refuseRetry(error: unknown): unknown {
    this.trace?.refused('budget_exhausted');
    this.context.listeners.notify('refused', { policy: this.context.policy, reason: 'budget_exhausted', error });
    return error;
  }

  /** What a refusal reports: the policy, and how many attempts had started. */
  get facts(): { policy: string; attempts: number } {
    return { policy: this.context.policy, attempts: this.attempts };
  }

  /** Leaves no listener on the caller's signal. */
  end(): void {
    this.options.signal?.removeEventListener('abort', this);
  }
}

/** What is left of the way to the dependency. Never throws: everything that goes wrong is a rejection. */
export type Step = (call: Call, terms?: AttemptTerms) => Promise<unknown>;
