/** Headers between services. The storefront and the control room drop every one of these that a browser sends. */
export const header = {
  /** Which service asks; absent means `anonymous`. */
  caller: 'request-caller',
  /** What the caller still waits, in whole ms; relative, so that no clock matters. */
  deadlineMs: 'request-deadline-ms',
  /** `ornament` where a page is whole without the answer: shed first. */
  kind: 'request-kind',
  /** `no` on every refusal of ours: the service is alive, another attempt would only add load. */
  retryAllowed: 'retry-allowed',
  /** draft-ietf-httpapi-idempotency-key-header-07 */
  idempotencyKey: 'idempotency-key',
  idempotentReplayed: 'idempotent-replayed',
  /** W3C Trace Context */
  traceparent: 'traceparent',
} as const;
