export { ClientSpan } from './client-span.ts';
export { deliveryMs } from './config.ts';
export { flushTelemetry } from './flush.ts';
export { createLogger, type Logger } from './logger.ts';
export { attribute, metric } from './names.ts';
export { ServerSpan } from './server-span.ts';
export { continueTrace, currentTrace, currentTraceparent, type TraceIds, withTraceparent } from './trace-context.ts';
export { cut } from './cut.ts';
