import {
  BreakerOpenError,
  BulkheadFullError,
  DeadlinePassedError,
  FallbackFailedError,
  PolicyError,
  RefusedError,
  TimeoutError,
} from '../src/errors.ts';

const facts = { policy: 'search', attempts: 2 };
const [down, broken] = [new Error('down'), new Error('the substitute is broken')];

describe('an error of ours', () => {
  it.each([
    [
      new RefusedError('the pipeline is closed', facts),
      { name: 'RefusedError', code: 'refused', reason: 'pipeline_closed', ...facts },
      'search: the pipeline is closed',
    ],
    [
      new BreakerOpenError(facts, 1500.2),
      { name: 'BreakerOpenError', code: 'breaker-open', reason: 'breaker_open', retryInMs: 1500.2, ...facts },
      'search: the breaker is open, the next attempt may start in 1501 ms',
    ],
    [
      new BulkheadFullError(facts, { running: 50, waiting: 10 }),
      { name: 'BulkheadFullError', code: 'bulkhead-full', reason: 'bulkhead_full', running: 50, waiting: 10, ...facts },
      'search: the bulkhead is full (50 running, 10 waiting)',
    ],
    [
      new DeadlinePassedError(facts),
      { name: 'DeadlinePassedError', code: 'deadline-passed', reason: 'deadline_passed', ...facts },
      'search: the deadline of the call has passed',
    ],
    [
      new TimeoutError({ policy: 'search', timeoutMs: 300 }),
      { name: 'TimeoutError', code: 'timeout', policy: 'search', timeoutMs: 300 },
      'search: no answer within 300 ms',
    ],
    [
      new FallbackFailedError('shelf', [down, broken]),
      { name: 'FallbackFailedError', code: 'fallback-failed', errors: [down, broken], cause: down },
      'shelf: the call failed, and so did its fallback',
    ],
    [
      new PolicyError('search.breaker.openMs', 'a whole number expected'),
      { name: 'PolicyError', code: 'bad-policy', path: 'search.breaker.openMs' },
      'search.breaker.openMs: a whole number expected',
    ],
  ])('tells all it knows: %p', (error, known, message) => {
    expect(error).toMatchObject(known);
    expect(error.message).toBe(message);
    expect(error.stack?.split('\n')[0]).toBe(`${known.name}: ${message}`);
  });

  it('carries a stack, unless it is a refusal: those come by the thousand', () => {
    expect(new RefusedError('no', facts).stack).not.toContain('\n');
    expect(new TimeoutError({ policy: 'search', timeoutMs: 300 }).stack).toContain('\n    at ');
  });

  it('may be given another name or code, as any error', () => {
    const error = Object.assign(new TimeoutError({ policy: 'search', timeoutMs: 300 }), { name: 'Late', code: 'late' });
    expect([error.name, error.code]).toEqual(['Late', 'late']);
  });
});
