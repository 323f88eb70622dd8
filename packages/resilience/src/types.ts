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
