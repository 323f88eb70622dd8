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

/** The attributes of a call's span, and of the wait before a retry. */
export const callAttribute = {
  policy: 'watertight.policy',
  outcome: 'watertight.outcome',
  attempts: 'watertight.attempts',
  /** True where a fallback answered. */
  degraded: 'watertight.degraded',
  breakerState: 'watertight.breaker.state',
  bulkheadRunning: 'watertight.bulkhead.running',
  bulkheadWaitMs: 'watertight.bulkhead.wait_ms',
  timeoutLimitMs: 'watertight.timeout.limit_ms',
  deadlineRemainingMs: 'watertight.deadline.remaining_ms',
  retryDelayMs: 'watertight.retry.delay_ms',
  retryJitter: 'watertight.retry.jitter',
  retryAfterMs: 'watertight.retry.retry_after',
} as const;

/** Of OpenTelemetry's semantic conventions. */
const ERROR_TYPE = 'error.type';

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
        attributes: { [callAttribute.policy]: caller === undefined ? policy : `${caller}→${policy}` },
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
      { startTime: at, attributes: { [ERROR_TYPE]: reason } },
      this.#context,
    );
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(at);
  }

  backOff({ delayMs, jitter, retryAfterMs }: Wait): () => void {
    const attributes = {
      [callAttribute.retryDelayMs]: delayMs,
      [callAttribute.retryJitter]: jitter,
      ...(retryAfterMs > 0 && { [callAttribute.retryAfterMs]: retryAfterMs }),
    };
    const span = this.#tracer.startSpan('backoff', { attributes }, this.#context);
    return () => span.end();
  }

  end(facts: CallFacts, failure?: { readonly error: unknown }): void {
    this.#span.setAttributes({
      [callAttribute.outcome]: facts.outcome,
      [callAttribute.attempts]: facts.attempts,
      [callAttribute.bulkheadWaitMs]: facts.bulkheadWaitMs,
      ...(facts.outcome === 'fallback' && { [callAttribute.degraded]: true }),
      ...(facts.breakerState !== undefined && { [callAttribute.breakerState]: facts.breakerState }),
      ...(facts.bulkheadRunning !== undefined && { [callAttribute.bulkheadRunning]: facts.bulkheadRunning }),
      ...(facts.timeoutLimitMs !== Infinity && { [callAttribute.timeoutLimitMs]: Math.round(facts.timeoutLimitMs) }),
      ...(facts.deadlineRemainingMs !== Infinity && {
        [callAttribute.deadlineRemainingMs]: Math.round(facts.deadlineRemainingMs),
      }),
    });
    // A failure that was healed leaves the call's span as it is; the failed attempt keeps its own.
    if (failure !== undefined && (facts.outcome === 'failed' || facts.outcome === 'refused')) {
      this.#span.setAttribute(ERROR_TYPE, failure.error instanceof Error ? failure.error.name : typeof failure.error);
      this.#span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.#span.end();
  }
}
