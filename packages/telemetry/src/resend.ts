import { type Attributes, context, type Context, createContextKey } from '@opentelemetry/api';
import { attribute } from './names.ts';

const RESENDS = createContextKey('watertight.resends');

/** Marks the client span of `send` as the attempt it is; the first is none. `attempt` counts from 1. */
export function asAttempt<T>(attempt: number, send: () => T): T {
  return attempt === 1 ? send() : context.with(context.active().setValue(RESENDS, attempt - 1), send);
}

/** What the client span of a repeated request says (HTTP semantic conventions). */
export function resendAttributes(active: Context): Attributes {
  const resends = active.getValue(RESENDS);
  return typeof resends === 'number' ? { [attribute.resendCount]: resends } : {};
}
