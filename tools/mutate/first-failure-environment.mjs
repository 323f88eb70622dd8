import { requireOfJest } from './require-of-jest.mjs';

const { TestEnvironment } = requireOfJest('jest-environment-node');

/** Node as tests know it; those after the first that fails are skipped. */
export default class FirstFailureEnvironment extends TestEnvironment {
  #hasFailed = false;

  handleTestEvent({ name, test }) {
    if (name === 'test_done') this.#hasFailed ||= test.errors.length > 0;
    if (name === 'test_start' && this.#hasFailed) test.mode = 'skip';
  }
}
