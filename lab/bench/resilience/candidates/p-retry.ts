import pRetry from 'p-retry';
import { type Candidate, numbers } from '../candidate.ts';

const { attempts, firstDelayMs, maxDelayMs } = numbers;

/** Retry alone: it has nothing else. */
export const candidate: Candidate = {
  guard: action => () =>
    pRetry(() => action({}), {
      retries: attempts - 1,
      minTimeout: firstDelayMs,
      maxTimeout: maxDelayMs,
      randomize: true,
    }),
};
