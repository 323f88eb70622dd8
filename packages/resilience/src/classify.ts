import { RefusedError } from './errors.ts';
import type { AttemptOutcome, Classification, Classify } from './types.ts';

const classifications: ReadonlySet<unknown> = new Set<Classification>(['success', 'failure', 'unreachable', 'nothing']);

/**
 * Classifies by the policy's own function; without one every error is a failure.
 *
 * A refusal by one of our pipelines is no information about the dependency. A function that throws or returns something else is
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
