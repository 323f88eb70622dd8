import type { BreakerState } from './breaker/breaker.ts';
import type { Clock } from './clock.ts';
import type { Refusal } from './errors.ts';
import type { Classify, IsRetryable } from './classify.ts';
import type { Listeners } from './telemetry/listeners.ts';
import type { Counters } from './telemetry/counters.ts';
import type { Telemetry } from './telemetry/telemetry.ts';

export interface RefusedEvent {
  readonly policy: string;
  readonly reason: Refusal;
  /** What the caller gets: a RefusedError, or the attempt's own error where only a retry was refused. */
  readonly error: unknown;
}

export interface StateEvent {
  readonly policy: string;
  readonly from: BreakerState;
  readonly to: BreakerState;
}

export interface RetryEvent {
  readonly policy: string;
  /** The number of the attempt that failed. */
  readonly attempt: number;
  /** How long it waits before the next. */
  readonly delayMs: number;
  readonly error: unknown;
}

/** What listeners of a pipeline may hear of. */
export type PipelineEvents = {
  state: StateEvent;
  refused: RefusedEvent;
  retry: RetryEvent;
};

/** What is known of a dependency whatever the pipeline forgets: a reset makes a pipeline new, not what it calls. */
export interface Dependency {
  /** Whether it has answered this process, ever. */
  hasAnswered: boolean;
}

/** What all calls of one pipeline have in common. */
export interface PipelineContext {
  readonly policy: string;
  readonly dependency: Dependency;
  readonly clock: Clock;
  readonly random: () => number;
  readonly classify: Classify | undefined;
  readonly isRetryable: IsRetryable | undefined;
  readonly listeners: Listeners<PipelineEvents>;
  readonly counters: Counters;
  readonly telemetry: Telemetry;
}
