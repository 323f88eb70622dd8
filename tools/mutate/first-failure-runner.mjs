import { requireOfJest } from './require-of-jest.mjs';

const { default: TestRunner } = requireOfJest('jest-runner');

/** Ends with the first file in which a test fails: one failing test proves that the change is noticed. */
export default class FirstFailureRunner extends TestRunner {
  async runTests(tests, watcher, options) {
    let hasFailed = false;
    const stops = [
      this.on('test-file-success', ([, { numFailingTests }]) => void (hasFailed ||= numFailingTests > 0)),
      this.on('test-file-failure', () => void (hasFailed = true)),
    ];
    for (const test of tests) if (!hasFailed) await super.runTests([test], watcher, options);
    for (const stop of stops) stop();
  }
}
