import type { Refusal } from './errors.ts';
import type { BreakerState } from './types.ts';

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

/** The events of a pipeline, by the name that `on` takes. */
export type PipelineEvents = {
  state: StateEvent;
  refused: RefusedEvent;
  retry: RetryEvent;
};
