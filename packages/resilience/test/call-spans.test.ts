import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import { callSpans, definePolicies, pipeline } from '../src/index.ts';

type SpanProcessor = NonNullable<NodeSDKConfiguration['spanProcessors']>[number];
type FinishedSpan = Parameters<SpanProcessor['onEnd']>[0];

const down = new Error('down');
const { search, recommendations, slow, guarded } = definePolicies({
  search: {
    retry: { firstDelayMs: 5, jitter: 'none' },
    breaker: {},
    bulkhead: { running: 2 },
    timeout: { afterMs: 300 },
  },
  recommendations: { fallback: () => 'bestsellers', timeout: {} },
  slow: { timeout: { afterMs: 5 } },
  guarded: { breaker: {} },
});

describe('the spans of a call', () => {
  const spans: FinishedSpan[] = [];
  const nothing = () => Promise.resolve();
  const collector: SpanProcessor = {
    onStart() {},
    onEnd: span => void spans.push(span),
    forceFlush: nothing,
    shutdown: nothing,
  };
  // Real time: jest's faked timers lose the context in which a span has its parent.
  const sdk = new NodeSDK({
    spanProcessors: [collector],
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [],
  });
  beforeAll(() => sdk.start());
  beforeEach(() => void spans.splice(0));
  afterAll(() => sdk.shutdown());

  const only = (name: string) => {
    const found = spans.filter(span => span.name === name);
    expect(found).toHaveLength(1);
    return found[0]!;
  };

  it('is none within a trace that is not kept, and what is called goes on in that trace', async () => {
    const calls = pipeline(search, { telemetry: callSpans('storefront') });
    const left = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 0 };
    const seen = await context.with(trace.setSpan(context.active(), trace.wrapSpanContext(left)), () =>
      calls.run(() => trace.getActiveSpan()?.spanContext()),
    );
    expect(seen).toEqual(left);
    expect(spans).toEqual([]);
  });

  it('is there also for what goes on after the span of its request has ended, or in a trace that came from elsewhere', async () => {
    const calls = pipeline(search, { telemetry: callSpans('storefront') });
    const ended = trace.getTracer('test').startSpan('GET /');
    ended.end();
    await context.with(trace.setSpan(context.active(), ended), () => calls.run(() => 'ok'));
    expect(only('call search').parentSpanContext?.spanId).toBe(ended.spanContext().spanId);
    spans.splice(0);
    const theirs = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };
    await context.with(trace.setSpan(context.active(), trace.wrapSpanContext(theirs)), () => calls.run(() => 'ok'));
    expect(only('call search').spanContext().traceId).toBe(theirs.traceId);
  });

  it('is one INTERNAL span that tells policy, outcome and limits; what the action starts is its child', async () => {
    const calls = pipeline(search, { telemetry: callSpans('storefront') });
    await calls.run(() => trace.getTracer('test').startSpan('GET').end(), { deadlineMs: 60_000 });
    const span = only('call search');
    expect(span.kind).toBe(SpanKind.INTERNAL);
    expect(span.status.code).toBe(SpanStatusCode.UNSET);
    expect(span.attributes).toEqual({
      'watertight.policy': 'storefront→search',
      'watertight.outcome': 'ok',
      'watertight.attempts': 1,
      'watertight.breaker.state': 'closed',
      'watertight.bulkhead.running': 0,
      'watertight.bulkhead.wait_ms': 0,
      'watertight.timeout.limit_ms': 300,
      'watertight.deadline.remaining_ms': expect.any(Number),
    });
    expect(only('GET').parentSpanContext?.spanId).toBe(span.spanContext().spanId);
    calls.close();
  });

  it('shows a back-off as long as it was, and leaves a healed call unset', async () => {
    const calls = pipeline(search);
    await calls.run(({ number }) =>
      number < 3 ? Promise.reject(Object.assign(new Error('busy'), { retryAfterMs: number === 1 ? 3 : 0 })) : 'answer',
    );
    const span = only('call search');
    expect(span.attributes).toMatchObject({ 'watertight.outcome': 'retried_ok', 'watertight.attempts': 3 });
    expect(span.status.code).toBe(SpanStatusCode.UNSET);
    const backOffs = spans.filter(({ name }) => name === 'backoff');
    expect(backOffs.map(({ attributes }) => attributes)).toEqual([
      { 'watertight.retry.delay_ms': 8, 'watertight.retry.jitter': 'none', 'watertight.retry.retry_after': 3 },
      { 'watertight.retry.delay_ms': 10, 'watertight.retry.jitter': 'none' },
    ]);
    for (const [index, { duration, parentSpanContext }] of backOffs.entries()) {
      expect(duration[1] / 1e6).toBeGreaterThanOrEqual([8, 10][index]! - 1);
      expect(parentSpanContext?.spanId).toBe(span.spanContext().spanId);
    }
    calls.close();
  });

  it('shows a refusal as a child without length', async () => {
    const calls = pipeline(guarded);
    calls.force('open');
    await calls.run(() => 'never').catch(() => {});
    const span = only('call guarded');
    const refusal = only('refused: breaker_open');
    expect(refusal.duration).toEqual([0, 0]);
    expect(refusal.status.code).toBe(SpanStatusCode.ERROR);
    expect(refusal.attributes).toEqual({ 'error.type': 'breaker_open' });
    expect(refusal.parentSpanContext?.spanId).toBe(span.spanContext().spanId);
    expect(span.status.code).toBe(SpanStatusCode.ERROR);
    expect(span.attributes).toMatchObject({
      'watertight.outcome': 'refused',
      'watertight.attempts': 0,
      'watertight.breaker.state': 'open',
      'error.type': 'BreakerOpenError',
    });
    calls.close();
  });

  it('shows a budget that is used up, and no time left', async () => {
    const calls = pipeline(search);
    calls.set({ burst: 0 });
    await calls.run(() => Promise.reject(down)).catch(() => {});
    await calls.run(() => 'never', { deadlineMs: 0 }).catch(() => {});
    expect(spans.map(({ name }) => name)).toEqual([
      'refused: budget_exhausted',
      'call search',
      'refused: deadline_passed',
      'call search',
    ]);
    calls.close();
  });

  it('tells a fallback as degraded, and not as an error', async () => {
    const calls = pipeline(recommendations);
    await calls.run(() => Promise.reject(down));
    const span = only('call recommendations');
    // Without a breaker, a bulkhead and a deadline, nothing is said of them.
    expect(span.attributes).toEqual({
      'watertight.policy': 'recommendations',
      'watertight.outcome': 'fallback',
      'watertight.attempts': 1,
      'watertight.bulkhead.wait_ms': 0,
      'watertight.timeout.limit_ms': 1000,
      'watertight.degraded': true,
    });
    expect(span.status.code).toBe(SpanStatusCode.UNSET);
    calls.close();
  });

  it('tells a failure by the name of its error', async () => {
    const calls = pipeline(slow);
    await calls.run(() => new Promise(() => {})).catch(() => {});
    const span = only('call slow');
    expect(span.status.code).toBe(SpanStatusCode.ERROR);
    expect(span.attributes).toMatchObject({
      'watertight.outcome': 'failed',
      'error.type': 'TimeoutError',
      'watertight.timeout.limit_ms': 5,
    });
    calls.close();
  });

  it('tells a caller who left as ignored, without an error and without a limit that was not there', async () => {
    const { unlimited } = definePolicies({ unlimited: {} });
    const calls = pipeline(unlimited);
    await calls.run(() => 'never', { signal: AbortSignal.abort('gone') }).catch(() => {});
    const span = only('call unlimited');
    expect(span.status.code).toBe(SpanStatusCode.UNSET);
    expect(span.attributes).toEqual({
      'watertight.policy': 'unlimited',
      'watertight.outcome': 'ignored',
      'watertight.attempts': 0,
      'watertight.bulkhead.wait_ms': 0,
    });
    calls.close();
  });

  it('stands under the span that is active where `run` is called, after a wait in the queue as well', async () => {
    const { seated } = definePolicies({ seated: { bulkhead: { running: 1, waiting: 1 } } });
    const calls = pipeline(seated);
    const first = Promise.withResolvers<void>();
    const running = calls.run(() => first.promise);
    const page = trace.getTracer('test').startSpan('GET /page');
    const waiting = context.with(trace.setSpan(context.active(), page), () =>
      calls.run(() => trace.getActiveSpan()?.spanContext().spanId),
    );
    first.resolve();
    await running;
    const seen = await waiting;
    const [, second] = spans.filter(({ name }) => name === 'call seated');
    expect(second?.parentSpanContext?.spanId).toBe(page.spanContext().spanId);
    expect(second?.spanContext().spanId).toBe(seen);
    expect(second?.attributes['watertight.bulkhead.wait_ms']).toBeGreaterThan(0);
    calls.close();
  });
});
