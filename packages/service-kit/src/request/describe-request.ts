import { trace } from '@opentelemetry/api';
import { attribute } from '@watertight/telemetry';

/** Puts attributes on the server span of the request being answered. Without an SDK nothing happens. */
export function describeRequest(facts: Partial<Record<keyof typeof attribute, string>>): void {
  const span = trace.getActiveSpan();
  for (const [name, value] of Object.entries(facts))
    span?.setAttribute(attribute[name as keyof typeof attribute], value);
}
