import { DeadlinePassedError, TimeoutError } from '@watertight/resilience';
import { AnswerError, BadAnswerError, UnreachableError } from './outcomes.ts';

/** How an attempt ended, in words for people: `no answer`, `connection refused`, `answered 503`. */
export interface EndedAttempt {
  readonly result: string;
  readonly tookMs: number;
  /** On the clock of `performance.now()`. */
  readonly endedAtMs: number;
}

/** Remembers the latest attempt under a policy: while a breaker refuses calls it is all that is known of the service. */
export class AttemptLog {
  latest: EndedAttempt | undefined;

  /** Runs an attempt, and notes how it ended. `noted` gets the same. */
  async run<T>(attempt: () => Promise<T>, noted: (ended: EndedAttempt) => void): Promise<T> {
    const startMs = performance.now();
    const note = (result: string) => {
      const endedAtMs = performance.now();
      this.latest = { result, tookMs: endedAtMs - startMs, endedAtMs };
      noted(this.latest);
    };
    try {
      const answer = await attempt();
      note('ok');
      return answer;
    } catch (error) {
      const result = describeEnd(error);
      if (result !== undefined) note(result);
      throw error;
    }
  }
}

/** Returns undefined if the caller hung up, which says nothing about the service. */
function describeEnd(error: unknown): string | undefined {
  if (error instanceof TimeoutError || error instanceof DeadlinePassedError) return 'no answer';
  if (error instanceof UnreachableError) return connectionWords[error.code] ?? 'connection lost';
  if (error instanceof BadAnswerError) return 'an answer against its contract';
  if (error instanceof AnswerError) return `answered ${error.status}`;
  return undefined;
}

const connectionWords: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  UND_ERR_CONNECT_TIMEOUT: 'no connection',
};
