import { TestRun } from './test-run.ts';

/** Handed to `jest-global-teardown.ts`, which runs in the same process. */
export const current: { run?: TestRun } = {};

/** Runs once in jest's own process, before any test file. */
export default async function openTestRun(): Promise<void> {
  current.run = new TestRun();
  await current.run.open();
}
