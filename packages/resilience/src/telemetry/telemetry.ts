import type { Wait } from '../types.ts';
import type { Refusal } from '../errors.ts';

/** What a finished call tells of itself. */
export interface CallFacts {
  readonly outcome: 'ok' | 'retried_ok' | 'fallback' | 'failed' | 'refused' | 'ignored';
  readonly attempts: number;
  /** Why we did not call, or not again; undefined where nothing was refused. */
  readonly refusal: Refusal | undefined;
  readonly breakerState: string | undefined;
  readonly bulkheadRunning: number | undefined;
  readonly bulkheadWaitMs: number;
  /** Infinity: none. */
  readonly timeoutLimitMs: number;
  /** Infinity: none. */
  readonly deadlineRemainingMs: number;
}

/** One observed call. */
export interface CallTrace {
  /** Runs an attempt as a part of this call. */
  run<T>(attempt: () => T): T;
  refused(reason: Refusal): void;
  /** Returns what ends the wait. */
  backOff(wait: Wait): () => void;
  end(facts: CallFacts, failure?: { readonly error: unknown }): void;
}

/** Observes the calls of a pipeline. */
export interface Telemetry {
  /** Returns undefined where no SDK is registered: then a call costs nothing more. */
  start(policy: string): CallTrace | undefined;
}
