import { RefusedError } from './errors.ts';

/** How an attempt ended: `error` is there (even if undefined) when it rejected. */
export type AttemptOutcome = { readonly error: unknown } | { readonly result: unknown };

/**
 * What an attempt's end says of the dependency: it works, it fails, it cannot be reached, or nothing at all.
 *
 * `unreachable` is a failure as well, of a dependency that is not running: such a call costs nothing, so a breaker that
 * opens for this reason tries again soon (`unreachableOpenMs`).
 */
export type Classification = 'success' | 'failure' | 'unreachable' | 'nothing';

const classifications: ReadonlySet<unknown> = new Set<Classification>(['success', 'failure', 'unreachable', 'nothing']);

/** True for both kinds of failure. */
export function isFailure(classification: Classification): boolean {
  return classification === 'failure' || classification === 'unreachable';
}

/** A policy's own classification of its attempts. */
export type Classify = (outcome: AttemptOutcome) => Classification;

/** Whether another attempt may help after this error. */
export type IsRetryable = (error: unknown) => boolean;

/**
 * Classifies by the policy's own function; without one every error is a failure.
 *
 * A refusal by one of our pipelines says nothing of the dependency. A function that throws or returns something else is
 * ignored: a mistake in it must not cost a call its result.
 */
export function classify(outcome: AttemptOutcome, byPolicy: Classify | undefined): Classification {
  const byDefault: Classification = 'error' in outcome ? 'failure' : 'success';
  if (byDefault === 'failure' && (outcome as { error: unknown }).error instanceof RefusedError) return 'nothing';
  if (byPolicy === undefined) return byDefault;
  try {
    const classification = byPolicy(outcome);
    return classifications.has(classification) ? classification : byDefault;
  } catch {
    return byDefault; // see above
  }
}
