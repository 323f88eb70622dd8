import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { continueTrace, currentTrace, currentTraceparent, withTraceparent } from './trace-context.ts';

const theirs = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('a traceparent', () => {
  it('is continued as it came', () => expect(continueTrace(theirs)).toBe(theirs));

  it.each([
    undefined,
    '',
    'hello',
    theirs.slice(0, -1),
    theirs.toUpperCase(),
    '00-00000000000000000000000000000000-b7ad6b7169203331-01',
    '00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01',
    `${theirs}-more`,
    'x'.repeat(10_000),
  ])('is made new instead of %j', received => {
    const made = continueTrace(received);
    expect(made).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(made).not.toBe(continueTrace(received));
  });

  it('is known to all work below, and to nothing beside it', async () => {
    await withTraceparent(theirs, async () => {
      await Promise.resolve();
      expect(currentTraceparent()).toBe(theirs);
      expect(currentTrace()).toEqual({ traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' });
    });
    expect(currentTraceparent()).toBeUndefined();
    expect(currentTrace()).toBeUndefined();
  });

  it('is the received one when a span is active that stands for nothing', () => {
    const invalid = { traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 };
    const active = trace.setSpan(ROOT_CONTEXT, trace.wrapSpanContext(invalid));
    withTraceparent(theirs, () => context.with(active, () => expect(currentTraceparent()).toBe(theirs)));
  });
});
