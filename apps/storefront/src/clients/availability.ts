import { allPipelines } from '@watertight/resilience';
import { isClientError, isOutage } from '@watertight/service-kit';

/**
 * What a page has of a dependency; the word is also the `data-state` of its section.
 *
 * `stale`: a last known copy. `substitute`: something else in its place. `unavailable`: nothing, and the page says so.
 */
export type Content<T> =
  | { readonly state: 'ok'; readonly value: T }
  | { readonly state: 'stale'; readonly value: T; readonly ageMs: number }
  | Substitute<T>
  | Unavailable;

export interface Substitute<T> {
  readonly state: 'substitute';
  readonly value: T;
}

export interface Unavailable {
  readonly state: 'unavailable';
  /** The error of a call that no fallback answered: the fallback is switched off. */
  readonly failure?: unknown;
}

/** Content that a page can show. */
export type Available<T> = Exclude<Content<T>, Unavailable>;

export const ok = <T>(value: T): { readonly state: 'ok'; readonly value: T } => ({ state: 'ok', value });

export const unavailable: Unavailable = { state: 'unavailable' };

/** Tells what a fallback gave, which has a state, from an answer of the service. */
export const isContent = <Answer>(answer: Answer): answer is Extract<Answer, { state: Content<unknown>['state'] }> =>
  typeof answer === 'object' && answer !== null && 'state' in answer;

/**
 * Decides what the failure of a call means. No other place of the storefront does.
 *
 * `refused`: the service answered, and its answer is no. `unavailable`: it could not answer, or was not called.
 *
 * @throws the error itself if it is a fault of the storefront
 */
export function failureOf(error: unknown): 'refused' | 'unavailable' {
  if (isClientError(error)) return 'refused';
  if (isOutage(error)) return 'unavailable';
  throw error;
}

/** Waits for an optional dependency, and never rejects. */
export async function orUnavailable<T>(content: Promise<Content<T>>): Promise<Content<T>> {
  try {
    return await content;
  } catch (failure) {
    return { ...unavailable, failure };
  }
}

/** Whether every policy answers with its fallback. Where one is switched off, pages wait for all of their parts; see page.ts. */
export const fallbacksAreOn = (): boolean => allPipelines().every(each => each.switches().fallback !== false);

/** The options of a call for an optional section: a service that is full refuses such calls first. */
export const optionalCall = (deadlineMs: number) => ({ deadlineMs, optional: true });

/**
 * A fallback for calls that send what the visitor's browser keeps, such as a cookie: if the service refuses it, this value is
 * the answer.
 */
export const valueIfRefused =
  <T>(value: T) =>
  (error: unknown): Content<T> =>
    failureOf(error) === 'refused' ? ok(value) : unavailable;
