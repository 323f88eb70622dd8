const breaker = ['breaker-closed', 'breaker-open', 'breaker-half-open', 'breaker-force'];
const bulkhead = ['bulkhead', 'bulkhead.model'];

/**
 * Every source of packages/resilience/src that ships something to get wrong, and which tests speak of it, by their names
 * without `.test.ts`: loading all of them for each of its changes would take a day. What matters most comes first.
 */
const table: Record<string, string[]> = {
  'breaker-window.ts': breaker,
  'circuit.ts': breaker,
  'breaker.ts': [...breaker, 'policy'],
  'leases.ts': ['breaker-half-open', 'breaker-force'],
  'retry.ts': ['retry', 'retry-budget', 'policy'],
  'retry-budget.ts': ['retry-budget', 'policy'],
  'back-off.ts': ['retry', 'pipeline', 'call-spans'],
  'delays.ts': ['delays', 'retry'],
  'bulkhead.ts': [...bulkhead, 'policy', 'pipeline'],
  'seats.ts': [...bulkhead, 'deadline'],
  'line.ts': [...bulkhead, 'pipeline'],
  'shared-pool.ts': bulkhead,
  'timeout.ts': ['timeout', 'measured-timeout', 'policy'],
  'latency-window.ts': ['latency-window', 'measured-timeout'],
  'deadline.ts': ['deadline', 'policy'],
  'attempt.ts': [
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
  'parts.ts': ['pipeline', 'fallback', 'measured-timeout', 'policy'],
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
  'judge.ts': ['breaker-closed', 'pipeline', 'retry'],
  'tally.ts': ['pipeline', 'timeout', 'fallback', 'retry'],
  'snapshot.ts': ['pipeline', 'bulkhead', 'breaker-closed', 'timeout', 'call-spans'],
  'policy.ts': ['policy', 'pipeline'],
  'strategy-options.ts': ['policy', 'measured-timeout'],
  'options.ts': ['policy', 'pipeline'],
  'numbers.ts': ['policy', 'pipeline'],
  'errors.ts': ['errors'],
  'registry.ts': ['pipeline'],
  'listeners.ts': ['pipeline', 'breaker-force'],
  'warn-once.ts': ['pipeline', 'breaker-force'],
  'counting-status.ts': ['opossum-prometheus', 'breaker-closed'],
  'failed-result.ts': ['breaker-closed'],
  'call-spans.ts': ['call-spans', 'call-spans-without-sdk'],
  'clock.ts': ['deadline', 'timeout'],
  'units.ts': ['policy', 'latency-window'],
};

/** The others: types, the door, and what is there for tests. */
export const notMutated = ['held.ts', 'index.ts', 'seeded.ts', 'site.ts', 'takes.ts', 'telemetry.ts'];

/** What measures costs takes seconds, and would for every change; none of it is needed to notice one. */
export const tooSlow = ['as among 1,000$', 'after 100,000 calls', 'a storm of 10,000 calls', 'refuses 10,000 times'];

/** The tests of a file, by their names in packages/resilience/src. @throws Error there is no such file */
export function testsOf(file: string): string[] {
  const names = table[file];
  if (names === undefined)
    throw new Error(`${file} is not among what is changed: tools/mutate/tests-of.ts has a line for each`);
  return names.map(name => `${name}.test.ts`);
}

/** In the order in which they are worth measuring. */
export const mutated: readonly string[] = Object.keys(table);
