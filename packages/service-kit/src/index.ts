export {
  checkEnv,
  type Config,
  count,
  ms,
  oneOf,
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
} from './env.ts';
export { type ServiceConfig, serviceSettings } from './service-config.ts';
export { runService, type ServiceOptions } from './run-service.ts';
export type { Closeable } from './stop.ts';
export { crashPoint } from './crash-points.ts';
export { type OwnPattern, ownPattern } from './own-patterns.ts';
export { type CallReport, callerSignal, currentRequest, noteCalls, remainingMs, shielded } from './request-context.ts';
export { type BrokenRule, frameworkCodes, InvalidRequestError, problemOf, ShopError } from './problems.ts';
export type { ProblemPage } from './problem-filter.ts';
export { type ReadyAnswer, type Reply, sendAnswer } from './reply.ts';
export { entityTag, IfMatch } from './if-match.ts';
export { OpsOnly } from './ops-only.ts';
export { Caller, IdempotencyKey, invalidRequest, Serves } from './serves.ts';
export { type Answer, type CallOptions, type Client, httpClient, type Input } from './http-client.ts';
export {
  AnswerError,
  BadAnswerError,
  CallError,
  isClientError,
  isOutage,
  isProblem,
  nothingWasSent,
  UnreachableError,
} from './outcomes.ts';
export { connectMs } from './connections.ts';
export { databaseLimits } from './database-limits.ts';
export { Database, type DatabaseOptions, type Queries } from './database.ts';
export { provideDatabase } from './database-provider.ts';
export { DatabaseUnavailableError, StartError } from './database-errors.ts';
export { type Follower, followState, silentAfterMs } from './follow-state.ts';
export { onlyOurOwnForms } from './only-our-own-forms.ts';
export { isReady } from './is-ready.ts';
export { openRedis, redisLimits } from './redis.ts';
export { consume, type EventOf, type Message, Outlet, queueLimits } from './queue.ts';
export { counterOf, gaugeOf, registry } from './own-metrics.ts';
export { describeRequest } from './describe-request.ts';
export { inTrace } from './in-trace.ts';
export type { Retention } from './forget-old-rows.ts';
export { consumeOnce, type Effect, takeOnce } from './inbox.ts';
export { currentTraceparent, type Logger } from '@watertight/telemetry';
