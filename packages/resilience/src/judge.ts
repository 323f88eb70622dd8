import { RefusedError } from './errors.ts';

/** How an attempt ended: `error` is there (even if undefined) when it rejected. */
export type Outcome = { readonly error: unknown } | { readonly result: unknown };

/** What an attempt's end says of the dependency: it works, it fails, or nothing at all. */
export type Judgement = 'success' | 'failure' | 'nothing';

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
    const judgement: unknown = judge(outcome);
    return judgement === 'success' || judgement === 'failure' || judgement === 'nothing' ? judgement : plain;
  } catch {
    return plain; // see above
  }
}
