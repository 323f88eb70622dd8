import { isClientError } from '@watertight/service-kit';

/**
 * What became of a part of a page; the word is also its `data-state`.
 *
 * `stale`: a last known copy. `substitute`: something else in its place. `unavailable`: nothing, and the page says so.
 */
export type Part<T> =
  | { readonly state: 'ok'; readonly value: T }
  | { readonly state: 'stale'; readonly value: T; readonly ageMs: number }
  | { readonly state: 'substitute'; readonly value: T }
  | Away;

export interface Away {
  readonly state: 'unavailable';
}

/** A part there is something to show of. */
export type Known<T> = Exclude<Part<T>, Away>;

export const ok = <T>(value: T): Known<T> => ({ state: 'ok', value });

export const away: Away = { state: 'unavailable' };

/** Tells a part from an answer: what a fallback gave says itself what it is. */
export const isPart = <Answer>(answer: Answer): answer is Extract<Answer, { state: Part<unknown>['state'] }> =>
  typeof answer === 'object' && answer !== null && 'state' in answer;

/** Waits for an ornament; whatever goes wrong, it is away. A page never fails for one. */
export async function orAway<T>(part: Promise<Part<T>>): Promise<Part<T>> {
  try {
    return await part;
  } catch {
    return away; // also where somebody has switched the fallback off to see what it is for
  }
}

/**
 * A fallback for calls that send what the visitor's browser keeps, such as a cookie: when the service refuses it (4xx), this
 * value is the answer. Any other error is an outage.
 */
export const valueIfRefused =
  <T>(value: T) =>
  (error: unknown): Part<T> =>
    isClientError(error) ? ok(value) : away;
