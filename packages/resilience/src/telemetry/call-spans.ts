import {
  context,
  type Context,
  INVALID_TRACEID,
  ProxyTracerProvider,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';
import type { Wait } from '../types.ts';
import type { Refusal } from '../errors.ts';
import type { CallFacts, CallTrace, Telemetry } from './telemetry.ts';

const SCOPE = '@watertight/resilience';

/**
 * One INTERNAL span per call through OpenTelemetry, with its decisions as attributes and its refusals as children.
 *
 * With `caller` the policy reads `storefront→checkout`. Without a registered SDK no span is made.
 */
export function callSpans(caller?: string): Telemetry {
  let tracer: Tracer | undefined;
  return {
    start(policy) {
      tracer ??= registeredTracer();
      if (tracer === undefined || isLeftOut(trace.getActiveSpan()?.spanContext())) return undefined;
      const span = tracer.startSpan(`call ${policy}`, {
        kind: SpanKind.INTERNAL,
        attributes: { 'watertight.policy': caller === undefined ? policy : `${caller}→${policy}` },
      });
      // A root span that is not sampled: its children would not be exported either.
      return span.isRecording() ? new CallSpan(tracer, span) : undefined;
    },
  };
}

/** By the flag of the trace: a span that has ended records nothing either, and what goes on after it is still of its trace. */
function isLeftOut(parent: SpanContext | undefined): boolean {
  return parent !== undefined && (parent.traceFlags & TraceFlags.SAMPLED) === 0 && parent.traceId !== INVALID_TRACEID;
}

/** Undefined until an SDK is registered: the API's own stand-in would make a span object per call that no exporter receives. */
function registeredTracer(): Tracer | undefined {
  const provider = trace.getTracerProvider();
  return provider instanceof ProxyTracerProvider ? provider.getDelegateTracer(SCOPE) : provider.getTracer(SCOPE);
}

class CallSpan implements CallTrace {
  readonly #tracer: Tracer;
  readonly #span: Span;
  readonly #context: Context;

  constructor(tracer: Tracer, span: Span) {
    this.#tracer = tracer;
    this.#span = span;
    this.#context = trace.setSpan(context.active(), span);
  }

  run<T>(attempt: () => T): T {
    return context.with(this.#context, attempt);
  }

  refused(reason: Refusal): void {
    const at = Date.now(); // the same twice: it took no time, and looks like it
    const span = this.#tracer.startSpan(
      `refused: ${reason}`,
      { startTime: at, attributes: { 'error.type': reason } },
      this.#context,
    );
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(at);
  }

  backOff({ delayMs, jitter, retryAfterMs }: Wait): () => void {
    const attributes = {
      'watertight.retry.delay_ms': delayMs,
      'watertight.retry.jitter': jitter,
      ...(retryAfterMs > 0 && { 'watertight.retry.retry_after': retryAfterMs }),
    };
    const span = this.#tracer.startSpan('backoff', { attributes }, this.#context);
    return () => span.end();
  }

  end(facts: CallFacts, failure?: { readonly error: unknown }): void {
    this.#span.setAttributes({
      'watertight.outcome': facts.outcome,
      'watertight.attempts': facts.attempts,
      'watertight.bulkhead.wait_ms': facts.bulkheadWaitMs,
      ...(facts.outcome === 'fallback' && { 'watertight.degraded': true }),
      ...(facts.breakerState !== undefined && { 'watertight.breaker.state': facts.breakerState }),
      ...(facts.bulkheadRunning !== undefined && { 'watertight.bulkhead.running': facts.bulkheadRunning }),
      ...(facts.timeoutLimitMs !== Infinity && { 'watertight.timeout.limit_ms': Math.round(facts.timeoutLimitMs) }),
      ...(facts.deadlineRemainingMs !== Infinity && {
        'watertight.deadline.remaining_ms': Math.round(facts.deadlineRemainingMs),
      }),
    });
    // A failure that was healed leaves the call's span as it is; the failed attempt keeps its own.
    if (failure !== undefined && (facts.outcome === 'failed' || facts.outcome === 'refused')) {
      this.#span.setAttribute('error.type', failure.error instanceof Error ? failure.error.name : typeof failure.error);
      this.#span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.#span.end();
  }
}
