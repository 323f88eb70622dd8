import { context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import { continueTrace, withTraceparent } from '@watertight/telemetry';

/** Runs `work` as a part of the trace that was written down with it: an order's, a charge's. Undefined begins a new one. */
export function inTrace<T>(traceparent: string | undefined, work: () => T): T {
  const parent = traceparent === undefined ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, { traceparent });
  return context.with(parent, () => withTraceparent(continueTrace(traceparent), work));
}
