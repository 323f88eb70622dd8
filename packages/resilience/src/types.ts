// The vocabulary that several files share. This file imports nothing.

/** What one attempt knows. */
export interface Attempt {
  /** From 1. */
  readonly number: number;
  /** Aborts when the attempt is cut off, with the reason. Made when it is first read. */
  readonly signal: AbortSignal;
  /** What was left of the call's deadline when the attempt started, in ms. Infinity without one. */
  readonly remainingMs: number;
  /** When the attempt will be cut off, in ms from its start: the least of its own limit and the deadline. Infinity without either. */
  readonly limitMs: number;
}

/** One attempt at the dependency. */
export type Action<T> = (attempt: Attempt) => T | PromiseLike<T>;

/** What the breaker sets for the timeout of an attempt, and the timeout for the attempt. */
export interface AttemptTerms {
  /** The result decides whether a half-open breaker closes. Default false. */
  readonly isProbe?: boolean;
  /** The attempt's own limit. Default: none. */
  readonly limitMs?: number;
  /** Records how long the attempt took, where the limit is measured. */
  readonly measurement?: { completed(): void; timedOut(): void };
}

/** How an attempt ended: `error` is there (even if undefined) when it rejected. */
export type AttemptOutcome = { readonly error: unknown } | { readonly result: unknown };

/**
 * What an attempt's end says of the dependency: it works, it fails, it cannot be reached, or nothing at all.
 *
 * `unreachable` is a failure as well, of a dependency that is not running: such a call costs nothing, so a breaker that
 * opens for this reason tries again soon (`unreachableOpenMs`).
 */
export type Classification = 'success' | 'failure' | 'unreachable' | 'nothing';

/** Returns true for both kinds of failure. */
export function isFailure(classification: Classification): boolean {
  return classification === 'failure' || classification === 'unreachable';
}

/** A policy's own classification of its attempts. */
export type Classify = (outcome: AttemptOutcome) => Classification;

/** Whether another attempt may help after this error. */
export type IsRetryable = (error: unknown) => boolean;

/** Answers instead of the dependency. */
export type Substitute<T = unknown> = (error: unknown) => T | Promise<T>;

/** What is known of a dependency whatever the pipeline forgets: a reset makes a pipeline new, not what it calls. */
export interface Dependency {
  /** Whether it has ever answered this process. */
  hasAnswered: boolean;
}

export type BreakerState = 'closed' | 'open' | 'half-open';
export type ForcedState = 'open' | 'closed';

export type Jitter = 'full' | 'equal' | 'none';

/** A wait between two attempts. */
export interface Wait {
  /** The number of the attempt that failed. */
  readonly attempt: number;
  readonly delayMs: number;
  /** The part of the delay that the dependency requires (Retry-After). */
  readonly retryAfterMs: number;
  readonly jitter: Jitter;
  readonly error: unknown;
}
