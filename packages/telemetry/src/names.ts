/** What operators see, in one place: a name changes here or in a decision. Seconds as unit, no ids as labels. */
export const metric = {
  requests: 'watertight_http_server_requests_total',
  requestDuration: 'watertight_http_server_request_duration_seconds',
  calls: 'watertight_calls_total',
  callDuration: 'watertight_call_duration_seconds',
  breakerState: 'watertight_breaker_state',
  breakerTransitions: 'watertight_breaker_transitions_total',
  bulkheadRunning: 'watertight_bulkhead_running',
  bulkheadWaiting: 'watertight_bulkhead_waiting',
  bulkheadLimit: 'watertight_bulkhead_limit',
  bulkheadRefused: 'watertight_bulkhead_refused_total',
  timeoutLimit: 'watertight_timeout_limit_seconds',
  retryBudget: 'watertight_retry_budget',
  identityEnds: 'watertight_identity_ends_timestamp_seconds',
  limited: 'watertight_limited_total',
  securityEvents: 'watertight_security_events_total',
  degraded: 'watertight_degraded_total',
  idempotency: 'watertight_idempotency_total',
  chargeConflicts: 'watertight_charge_conflicts_total',
  unmatchedCharges: 'watertight_unmatched_charges',
  unmatchedOrders: 'watertight_unmatched_orders',
  outboxPutAside: 'watertight_outbox_put_aside',
  messagesRefused: 'watertight_messages_refused_total',
  outboxOldestAge: 'watertight_outbox_oldest_age_seconds',
  faults: 'watertight_faults_total',
  eventLoopStalls: 'watertight_event_loop_stalls_total',
} as const;

/** Span attributes of our own; those of calls to other services are in `callAttribute` of packages/resilience. */
export const attribute = {
  faultKind: 'watertight.fault.kind',
  keyHash: 'watertight.idempotency.key_hash',
  idempotency: 'watertight.idempotency.result',
} as const;

/** Span attributes of HTTP (semantic conventions, stable). */
export const httpAttribute = {
  method: 'http.request.method',
  resendCount: 'http.request.resend_count',
  status: 'http.response.status_code',
  route: 'http.route',
  errorType: 'error.type',
  serverAddress: 'server.address',
  serverPort: 'server.port',
  url: 'url.full',
  scheme: 'url.scheme',
  path: 'url.path',
  query: 'url.query',
} as const;
