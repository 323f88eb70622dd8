/** What has become of a promise so far. */
export type Fate<T> = { state: 'pending' } | { state: 'resolved'; value: T } | { state: 'rejected'; error: unknown };

/**
 * Watches a promise without waiting for it: the returned object changes when the promise settles.
 *
 * A rejection counts as seen, so a call that is meant to fail later does not end the test run as unhandled.
 */
export function fate<T>(promise: PromiseLike<T>): Fate<T> {
  const seen: Fate<T> = { state: 'pending' };
  promise.then(
    value => Object.assign(seen, { state: 'resolved', value }),
    (error: unknown) => Object.assign(seen, { state: 'rejected', error }),
  );
  return seen;
}
