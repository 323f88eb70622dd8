export { deliveryMs } from './config.ts';
export { flushTelemetry } from './flush.ts';
export { distrustIncomingTraces } from './incoming.ts';
export { createLogger, type Logger } from './logger.ts';
export { attribute, metric } from './names.ts';
export { asAttempt } from './resend.ts';
export {
  continueTrace,
  currentTrace,
  currentTraceparent,
  type TraceIds,
  traceparentToSend,
  withTraceparent,
} from './trace-context.ts';
