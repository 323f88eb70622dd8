import { basename } from 'node:path';

const breaker = ['breaker-closed', 'breaker-open', 'breaker-half-open', 'breaker-force', 'breaker-by-hand'];
const bulkhead = ['bulkhead', 'bulkhead.model'];

/**
 * Every source of packages/resilience/src that can be wrong, and the tests that cover it, by their names in test/ without
 * `.test.ts`: loading all tests for each change would take a day. The most important files come first.
 */
const table: Record<string, string[]> = {
  'breaker/breaker.ts': ['breaker-transitions', ...breaker, 'breaker-unreachable'],
  'breaker/breaker-strategy.ts': [...breaker, 'breaker-unreachable', 'policy'],
  'breaker/opossum.ts': [...breaker, 'opossum-prometheus'],
  'retry/retry.ts': ['retry', 'retry-budget', 'policy', 'pipeline', 'call-spans'],
  'retry/budget.ts': ['retry-budget', 'policy'],
  'retry/delay.ts': ['delay', 'retry'],
  'bulkhead/bulkhead.ts': [...bulkhead, 'policy', 'pipeline'],
  'bulkhead/permits.ts': [...bulkhead, 'deadline'],
  'bulkhead/wait-for-permit.ts': [...bulkhead, 'deadline'],
  'bulkhead/queue.ts': [...bulkhead, 'pipeline'],
  'bulkhead/shared-pool.ts': bulkhead,
  'timeout/timeout.ts': ['timeout', 'measured-timeout', 'policy'],
  'timeout/latency-histogram.ts': ['latency-histogram', 'measured-timeout'],
  'deadline.ts': ['deadline', 'policy'],
  'timeout/attempt.ts': [
    'timeout',
    'deadline',
    'measured-timeout',
    'pipeline',
    'fallback',
    'bulkhead',
    'breaker-half-open',
    'call-spans',
  ],
  'fallback.ts': ['fallback'],
  'pipeline.ts': ['pipeline', 'fallback', 'breaker-force', 'call-spans'],
  'strategies.ts': ['pipeline', 'fallback', 'measured-timeout', 'policy'],
  'strategy.ts': ['pipeline'],
  'call.ts': [
    'pipeline',
    'timeout',
    'deadline',
    'measured-timeout',
    'bulkhead',
    'retry',
    'retry-budget',
    'fallback',
    'call-spans',
  ],
  'classify.ts': ['breaker-closed', 'pipeline', 'retry'],
  'telemetry/counters.ts': ['pipeline', 'timeout', 'fallback', 'retry'],
  'telemetry/snapshot.ts': ['pipeline', 'bulkhead', 'breaker-closed', 'timeout', 'call-spans'],
  'policy.ts': ['policy', 'pipeline'],
  'options.ts': ['policy', 'measured-timeout'],
  'schema.ts': ['policy', 'pipeline'],
  'numbers.ts': ['policy', 'pipeline'],
  'errors.ts': ['errors'],
  'registry.ts': ['pipeline'],
  'telemetry/listeners.ts': ['pipeline', 'breaker-force'],
  'telemetry/warn-once.ts': ['pipeline', 'breaker-force'],
  'telemetry/call-spans.ts': ['call-spans', 'call-spans-without-sdk'],
  'clock.ts': ['deadline', 'timeout'],
  'units.ts': ['policy', 'latency-histogram'],
};

/** The others: types, the door, and random numbers for tests. */
export const notMutated = ['types.ts', 'index.ts', 'seeded.ts', 'events.ts', 'telemetry/telemetry.ts'];

/** What measures costs takes seconds, and would for every change; none of it is needed to notice one. */
export const tooSlow = ['as among 1,000$', 'after 100,000 calls', 'a storm of 10,000 calls', 'refuses 10,000 times'];

/** Returns the path of a file that is named by its last part, `retry.ts`. */
export function pathOf(name: string): string {
  return mutated.find(file => basename(file) === basename(name)) ?? name;
}

/** The tests of a file, by their names in packages/resilience/test. @throws Error there is no such file */
export function testsOf(file: string): string[] {
  const names = table[file];
  if (names === undefined)
    throw new Error(`${file} is not among what is changed: tools/mutate/tests-of.ts has a line for each`);
  return names.map(name => `${name}.test.ts`);
}

/** In the order in which they are worth measuring. */
export const mutated: readonly string[] = Object.keys(table);
