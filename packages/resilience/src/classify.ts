import { RefusedError } from './errors.ts';

/** How an attempt ended: `error` is there (even if undefined) when it rejected. */
export type Outcome = { readonly error: unknown } | { readonly result: unknown };

/**
 * What an attempt's end says of the dependency: it works, it fails, it cannot be reached, or nothing at all.
 *
 * `unreachable` is a failure as well, of a dependency that is not running: such a call costs nothing, so a breaker that
 * opens for this reason tries again soon (`unreachableOpenMs`).
 */
export type Judgement = 'success' | 'failure' | 'unreachable' | 'nothing';

const judgements: ReadonlySet<unknown> = new Set<Judgement>(['success', 'failure', 'unreachable', 'nothing']);

/** True for both kinds of failure. */
export function isFailure(judgement: Judgement): boolean {
  return judgement === 'failure' || judgement === 'unreachable';
}

export type Judge = (outcome: Outcome) => Judgement;

/** Whether another attempt may help after this error. */
export type MayRepeat = (error: unknown) => boolean;

/**
 * Asks the policy's own judge; without one every error is a failure.
 *
 * A refusal of ours, from whichever pipeline, says nothing of the dependency. A judge that throws or answers
 * something else is passed over: a mistake in it must not cost a call its result.
 */
export function judged(outcome: Outcome, judge: Judge | undefined): Judgement {
  const plain: Judgement = 'error' in outcome ? 'failure' : 'success';
  if (plain === 'failure' && (outcome as { error: unknown }).error instanceof RefusedError) return 'nothing';
  if (judge === undefined) return plain;
  try {
    const judgement = judge(outcome);
    return judgements.has(judgement) ? judgement : plain;
  } catch {
    return plain; // see above
  }
}
