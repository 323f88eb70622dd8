import { current } from './jest-global-setup.ts';

/** Runs once in jest's own process, after the last test file. */
export default async function endTestRun(): Promise<void> {
  await current.run?.end();
}
