import { pino, type Logger as PinoLogger } from 'pino';
import { currentTrace } from './trace-context.ts';

export type Logger = PinoLogger;

/** Secrets never reach a log line, wherever in an object they stand. */
const redacted = [
  'cardToken',
  'password',
  'token',
  'authorization',
  'cookie',
  '*.cardToken',
  '*.password',
  '*.token',
  '*.authorization',
  '*.cookie',
];

/** JSON lines on stdout, each with the ids of the trace it belongs to. */
export function createLogger(service: string, level = 'info'): Logger {
  return pino({
    level,
    base: { 'service.name': service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: redacted,
    formatters: { level: label => ({ level: label }) },
    mixin: () => {
      const ids = currentTrace();
      return ids === undefined ? {} : { trace_id: ids.traceId, span_id: ids.spanId };
    },
  });
}
