import type { Action } from './timeout/attempt.ts';
import type { RefusedError } from './errors.ts';
import type { Judgement } from './classify.ts';
import type { LatencyWindow } from './timeout/latency-histogram.ts';
import type { InLine } from './bulkhead/queue.ts';
import type { Site } from './context.ts';
import type { CallFacts, CallTrace } from './telemetry/telemetry.ts';

export interface RunOptions<Substitute = never> {
  /** The caller's own: when it aborts, the call rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** What the caller still waits, in ms from now: queue, attempts and back-offs together. Not a number, or none: no deadline. */
  readonly deadlineMs?: number | undefined;
  /** False: one attempt, whatever the policy says. Default true. */
  readonly repeatable?: boolean | undefined;
  /** Answers instead of the dependency; wins over the policy's. */
  readonly fallback?: ((error: unknown) => Substitute | Promise<Substitute>) | undefined;
  /** Also answers a caller that has left. Default false: nobody reads that answer. */
  readonly fallbackWhenAborted?: boolean | undefined;
  /** Told once, when the call is over, how it went; not how it answered. One that throws changes nothing. */
  readonly report?: ((facts: CallFacts) => void) | undefined;
}

/** Where a call waits at the moment: in the queue, in a back-off, or for its attempt. */
export interface Stoppable {
  stop(reason: unknown): void;
}

/** One logical call on its way through the pipeline, from the caller's `run` to its answer. */
export class Call implements InLine<Call> {
  before: Call | null = null;
  after: Call | null = null;

  readonly site: Site;
  readonly action: Action<unknown>;
  readonly options: RunOptions<unknown>;
  readonly trace: CallTrace | undefined;

  /** Attempts started so far. */
  started = 0;
  /** On the pipeline's clock. */
  dueAtMs = Infinity;
  /** No attempt starts with less than this left. */
  usefulMs = 0;
  /** The limit of the next attempt. */
  limitMs = Infinity;
  /** Set by the breaker: the attempt decides whether it closes. */
  isProbe = false;
  /** Where a measured timeout keeps how long attempts take, and when this one began. */
  latencies: LatencyWindow | null = null;
  startedAtMs = 0;
  /** An exploratory attempt alone may take longer than this; Infinity for all others. */
  usualLimitMs = Infinity;
  /** What the last attempt says of the dependency. */
  judgement: Judgement = 'nothing';
  /** Time spent in queues. */
  waitedMs = 0;
  refusal: RefusedError | null = null;
  substituted = false;
  /** Set when the caller left or the pipeline was closed: nothing starts any more. */
  stopped: { readonly reason: unknown; readonly byCaller: boolean } | null = null;
  #waitsAt: Stoppable | null = null;

  constructor(site: Site, action: Action<unknown>, options: RunOptions<unknown>) {
    this.site = site;
    this.action = action;
    this.options = options;
    this.trace = site.telemetry.start(site.policy);
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

  /** Infinity without a deadline. */
  remainingMs(): number {
    return this.dueAtMs === Infinity ? Infinity : this.dueAtMs - this.site.clock.now();
  }

  /** Makes a refusal known, and returns it to be thrown. */
  refuse<Refused extends RefusedError>(refusal: Refused): Refused {
    this.refusal = refusal;
    this.trace?.refused(refusal.reason);
    this.site.listeners.tell('refused', { policy: this.site.policy, reason: refusal.reason, error: refusal });
    return refusal;
  }

  /** Makes known that a retry was not paid for, and returns the error it was meant to heal. */
  refuseRetry(error: unknown): unknown {
    this.trace?.refused('budget_exhausted');
    this.site.listeners.tell('refused', { policy: this.site.policy, reason: 'budget_exhausted', error });
    return error;
  }

  /** What a refusal tells: who refused, and how often the dependency had been asked. */
  get facts(): { policy: string; attempts: number } {
    return { policy: this.site.policy, attempts: this.started };
  }

  /** Leaves no listener on the caller's signal. */
  end(): void {
    this.options.signal?.removeEventListener('abort', this);
  }
}

/** What is left of the way to the dependency. Never throws: everything that goes wrong is a rejection. */
export type Step = (call: Call) => Promise<unknown>;
