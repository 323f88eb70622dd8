import { systemClock } from '../src/clock.ts';

/** For tests: an action that answers after so many ms of the stopped clock. */
export function answersAfter(ms: number): () => Promise<string> {
  return () => new Promise(resolve => void systemClock.setTimeout(resolve, ms, 'answer'));
}
