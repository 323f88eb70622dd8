import { isClientError } from '@watertight/service-kit';

/**
 * What became of a part of a page; the word is also its `data-state`.
 *
 * `stale`: a last known copy. `substitute`: something else in its place. `unavailable`: nothing, and the page says so.
 */
export type Content<T> =
  | { readonly state: 'ok'; readonly value: T }
  | { readonly state: 'stale'; readonly value: T; readonly ageMs: number }
  | { readonly state: 'substitute'; readonly value: T }
  | Unavailable;

export interface Unavailable {
  readonly state: 'unavailable';
}

/** A part there is something to show of. */
export type Available<T> = Exclude<Content<T>, Unavailable>;

export const ok = <T>(value: T): Available<T> => ({ state: 'ok', value });

export const unavailable: Unavailable = { state: 'unavailable' };

/** Tells a part from an answer: what a fallback gave says itself what it is. */
export const isContent = <Answer>(answer: Answer): answer is Extract<Answer, { state: Content<unknown>['state'] }> =>
  typeof answer === 'object' && answer !== null && 'state' in answer;

/** Waits for an ornament; whatever goes wrong, it is unavailable. A page never fails for one. */
export async function orUnavailable<T>(part: Promise<Content<T>>): Promise<Content<T>> {
  try {
    return await part;
  } catch {
    return unavailable; // also where somebody has switched the fallback off to see what it is for
  }
}

/**
 * A fallback for calls that send what the visitor's browser keeps, such as a cookie: when the service refuses it (4xx), this
 * value is the answer. Any other error is an outage.
 */
export const valueIfRefused =
  <T>(value: T) =>
  (error: unknown): Content<T> =>
    isClientError(error) ? ok(value) : unavailable;
