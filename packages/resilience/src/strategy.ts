import type { Call, Step } from './call.ts';
import type { AttemptTerms } from './types.ts';

/** One pattern: made once per policy, run for every call. */
export interface Strategy {
  run(call: Call, next: Step, terms?: AttemptTerms): Promise<unknown>;
  /** Its numbers were set at run time. */
  change?(): void;
  /** It was switched on or off. */
  switch?(on: boolean): void;
  /** The pipeline is closed: no timer may be left. */
  shutdown?(): void;
}

/** The one order, outermost first. */
export const order = ['fallback', 'deadline', 'bulkhead', 'retry', 'breaker', 'timeout'] as const;

export type Pattern = (typeof order)[number];
