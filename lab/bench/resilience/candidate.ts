/** What an action is given. */
export interface Asked {
  /** Undefined where the candidate has none to give. */
  readonly signal?: AbortSignal | undefined;
}

export type Action = (asked: Asked) => Promise<unknown>;

/** One way to guard a call. All with the same numbers, as far as they have them: see `numbers`. */
export interface Candidate {
  /** A call through everything it has. */
  readonly guard: (action: Action) => () => Promise<unknown>;
  /** The same with its breaker open: every call is refused. */
  readonly open?: (action: Action) => Promise<() => Promise<unknown>>;
  /** One action runs at a time, so many calls may wait for it, and wait long. */
  readonly oneAtATime?: (waiting: number) => (action: Action) => Promise<unknown>;
}

export const numbers = {
  running: 100_000, // more than any measurement starts, as a refusal here would measure nothing
  attempts: 5,
  firstDelayMs: 100,
  maxDelayMs: 10_000,
  failuresToOpen: 5,
  openMs: 600_000,
  timeoutMs: 60_000, // no call of a measurement may end by it, however long the collector takes
  deadlineMs: 10_000,
  maxWaitMs: 600_000,
};
