/** Headers between services. The storefront and the control room drop every one of these that a browser sends. */
export const header = {
  /** Which service asks; absent means `anonymous`. */
  caller: 'request-caller',
  /** What the caller still waits, in whole ms; relative, so that no clock matters. */
  deadlineMs: 'request-deadline-ms',
  /** `optional` if a page is shown without the answer: such a request is shed first. */
  kind: 'request-kind',
  /** `no` on every refusal of ours: the service is alive, another attempt would only add load. */
  retryAllowed: 'retry-allowed',
  /** draft-ietf-httpapi-idempotency-key-header-07 */
  idempotencyKey: 'idempotency-key',
  idempotentReplayed: 'idempotent-replayed',
  /** W3C Trace Context */
  traceparent: 'traceparent',
} as const;

/** Whether a request is optional. `ornament` is what callers of the release before this one send. */
export const isOptionalKind = (kind: unknown): boolean => kind === 'optional' || kind === 'ornament';

/**
 * How long an idempotency key may be, at most; the databases hold keys of this length. A service that makes keys from those of
 * its own callers accepts shorter ones, so that the longer key still fits.
 */
export const MAX_KEY_LENGTH = 255;

/** What an idempotency key consists of, as the source of a regular expression: visible ASCII, because it stands in a header. */
export const KEY_PATTERN = `[!-~]{1,${MAX_KEY_LENGTH}}`;
