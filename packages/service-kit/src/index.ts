export {
  checkEnv,
  type Config,
  count,
  ms,
  oneOf,
  optionalAddress,
  optionalSecret,
  optionalText,
  port,
  postgresUrl,
  readEnv,
  redisUrl,
  secret,
  type Setting,
  settingsOf,
  text,
  upTo,
  urls,
} from './config/env.ts';
export { DAY, HOUR } from '@watertight/resilience';
export { type ServiceConfig, serviceSettings } from './config/service-config.ts';
export { settingsForBrowsers } from './config/settings-for-browsers.ts';
export { requestLimits, runService, type ServiceOptions } from './server/run-service.ts';
export type { Closeable } from './server/stop.ts';
export { attribute, cut } from '@watertight/telemetry';
export { repeat } from './work/repeat.ts';
export { within } from './work/within.ts';
export { crashPoint } from './ops/crash-points.ts';
export { showBacklog } from './ops/backlog.ts';
export { type OwnPattern, ownPattern } from './ops/own-patterns.ts';
export {
  type CallReport,
  callerSignal,
  currentRequest,
  noteCalls,
  remainingMs,
  shielded,
} from './request/request-context.ts';
export { type BrokenRule, frameworkCodes, InvalidRequestError, problemOf, ShopError } from './problems/problems.ts';
export { CardDeclinedError, KeyReusedError, RequestInProgressError } from './problems/shared-problems.ts';
export type { ProblemPage } from './problems/problem-filter.ts';
export { bytesAnswer, jsonAnswer, type ReadyAnswer, replayed, type Reply, sendAnswer } from './request/reply.ts';
export { entityTag, IfMatch } from './request/if-match.ts';
export { hasToken, OpsOnly } from './ops/ops-only.ts';
export { Caller, IdempotencyKey, invalidRequest, Serves } from './request/serves.ts';
export { type Answer, type CallOptions, type Client, httpClient, type Input } from './client/http-client.ts';
export {
  AnswerError,
  BadAnswerError,
  CallError,
  isClientError,
  isOutage,
  isProblem,
  nothingWasSent,
  UnreachableError,
} from './client/outcomes.ts';
export { connectMs } from './client/connection-pool.ts';
export { databaseLimits } from './database/database-limits.ts';
export { Database, type DatabaseOptions, type Queries } from './database/database.ts';
export { provideDatabase } from './database/database-provider.ts';
export { DatabaseUnavailableError, StartError } from './database/database-errors.ts';
export { type Follower, followState, silentAfterMs } from './ops/follow-state.ts';
export { onlyOurOwnForms } from './request/only-our-own-forms.ts';
export { Buckets, bucketLimits } from './limits/buckets.ts';
export { limitsAreOn } from './limits/limits-switch.ts';
export type { Limit } from './limits/token-bucket.ts';
export { refuseByLimit, TooManyRequestsError } from './limits/too-many-requests.ts';
export { isReady } from './client/is-ready.ts';
export { openRedis, redisLimits } from './redis/redis.ts';
export { consume, type EventOf, type Message, Outlet, queueLimits } from './queue/queue.ts';
export { counterOf, gaugeOf, registry } from './metrics/own-metrics.ts';
export { maxArriving } from './request/arriving-bodies.ts';
export { describeRequest } from './request/describe-request.ts';
export { inTrace } from './request/in-trace.ts';
export type { Retention } from './database/forget-old-rows.ts';
export type { QueueKeys } from './queue/seal.ts';
export { consumeOnce, type Effect, takeOnce } from './queue/inbox.ts';
export { currentTraceparent, type Logger } from '@watertight/telemetry';
