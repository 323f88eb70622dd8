import { globSync } from 'node:fs';

const breaker = ['breaker-closed', 'breaker-open', 'breaker-half-open', 'breaker-force'];
const everything = [
  ...breaker,
  'bulkhead',
  'call-spans',
  'deadline',
  'delays',
  'fallback',
  'latency-window',
  'measured-timeout',
  'pipeline',
  'policy',
  'retry',
  'timeout',
];

/** Which tests speak of a file: loading all of them for each of its changes would take a day. What is not here, all do. */
const table: Record<string, string[]> = {
  'attempt.ts': ['timeout', 'deadline', 'retry', 'pipeline'],
  'back-off.ts': ['retry'],
  'breaker-window.ts': breaker,
  'breaker.ts': [...breaker, 'opossum-prometheus'],
  'bulkhead.ts': ['bulkhead', 'pipeline'],
  'call-spans.ts': ['call-spans', 'call-spans-without-sdk'],
  'call.ts': ['deadline', 'timeout', 'retry', 'pipeline', 'bulkhead'],
  'circuit.ts': [...breaker, 'opossum-prometheus'],
  'counting-status.ts': [...breaker, 'opossum-prometheus'],
  'deadline.ts': ['deadline'],
  'delays.ts': ['delays'],
  'errors.ts': ['pipeline', 'breaker-open', 'bulkhead', 'fallback', 'timeout', 'deadline', 'retry'],
  'failed-result.ts': ['breaker-closed', 'call-spans'],
  'fallback.ts': ['fallback'],
  'judge.ts': ['breaker-closed', 'pipeline', 'retry'],
  'latency-window.ts': ['latency-window', 'measured-timeout'],
  'leases.ts': ['breaker-half-open', 'breaker-force'],
  'line.ts': ['bulkhead'],
  'listeners.ts': ['breaker-force', 'pipeline'],
  'numbers.ts': ['policy', 'pipeline'],
  'options.ts': ['policy'],
  'policy.ts': ['policy'],
  'retry-budget.ts': ['retry'],
  'retry.ts': ['retry'],
  'seats.ts': ['bulkhead'],
  'seeded.ts': ['delays'],
  'shared-pool.ts': ['bulkhead', 'pipeline'],
  'strategy-options.ts': ['policy'],
  'timeout.ts': ['timeout', 'measured-timeout'],
};

/** Wiring of types, constants and doors: there is nothing to notice in them. */
const nothingToNotice = ['held.ts', 'index.ts', 'strategy.ts', 'telemetry.ts', 'takes.ts', 'units.ts'];

/** The tests of a file, by their names in packages/resilience/src. */
export function testsOf(file: string): string[] {
  return (table[file] ?? everything).map(name => `${name}.test.ts`);
}

/** Every file of the package that ships something to get wrong. */
export function mutated(root: string): string[] {
  return globSync('*.ts', { cwd: `${root}/packages/resilience/src` })
    .filter(file => !/\.(test|fixture|d)\.ts$/.test(file) && !nothingToNotice.includes(file))
    .toSorted();
}
