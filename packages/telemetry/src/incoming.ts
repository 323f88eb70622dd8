import type { Context, TextMapGetter, TextMapPropagator, TextMapSetter } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';

let trusted = true;

/** From now on a `traceparent` that comes in starts no trace: for services that browsers reach. */
export function distrustIncomingTraces(): void {
  trusted = false;
}

/** W3C Trace Context, but what a stranger says is not believed where strangers come in. */
export class IncomingTraces implements TextMapPropagator {
  private readonly w3c = new W3CTraceContextPropagator();

  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    this.w3c.inject(context, carrier, setter);
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    return trusted ? this.w3c.extract(context, carrier, getter) : context;
  }

  fields(): string[] {
    return this.w3c.fields();
  }
}
