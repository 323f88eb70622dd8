import { writeFileSync } from 'node:fs';

/** What jest counts of a run, as far as the closing line speaks of it. */
interface Results {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
  numPendingTests: number;
  numTodoTests: number;
}

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** The shared database ends after the last test, which takes seconds on a busy disk. */
const ENDS_WITHIN_MS = 10_000;

/** Ends every test run with one plain line, `N passed, N failed`: for people in a hurry, and for machines. */
export default class PlainReporter {
  onRunComplete(_contexts: unknown, results: Results): void {
    const counts = count(results);
    // At exit, because jest's own reporters still write after this call.
    process.once('exit', () => tell(counts));
    // Without a reference: it fires only where something else keeps jest from ending.
    setTimeout(() => endByForce(counts), ENDS_WITHIN_MS).unref();
  }
}

/** A file that does not load counts as one failure. */
export function count(results: Results): Counts {
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}

/** `300 passed, 0 failed`, and `, 2 skipped` where there are any. */
export function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** `npm test` has the last word, and asks for the counts in a file. */
function tell(counts: Counts): void {
  const file = process.env['WATERTIGHT_TEST_COUNTS'];
  if (file) writeFileSync(file, JSON.stringify(counts));
  else process.stdout.write(`\n${closingLine(counts)}\n`);
}

function endByForce(counts: Counts): void {
  const open = process.getActiveResourcesInfo().join(', ');
  process.stderr.write(
    `A test left something open that keeps jest from ending (${open}); leakCheck() finds the line.\n`,
  );
  counts.failed++;
  process.exit(1);
}
