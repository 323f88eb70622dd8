import { closingLine, count } from './plain-reporter.ts';

const nothing = {
  numPassedTests: 0,
  numFailedTests: 0,
  numRuntimeErrorTestSuites: 0,
  numPendingTests: 0,
  numTodoTests: 0,
};

describe('the closing line of a test run', () => {
  it('counts what passed and what failed', () => {
    expect(closingLine(count({ ...nothing, numPassedTests: 300 }))).toBe('300 passed, 0 failed');
  });

  it('counts a file that does not load as one failure', () => {
    const results = { ...nothing, numPassedTests: 1, numFailedTests: 1, numRuntimeErrorTestSuites: 1 };
    expect(closingLine(count(results))).toBe('1 passed, 2 failed');
  });

  it('names skipped and planned tests together', () => {
    const results = { ...nothing, numPassedTests: 1, numPendingTests: 1, numTodoTests: 1 };
    expect(closingLine(count(results))).toBe('1 passed, 0 failed, 2 skipped');
  });
});
