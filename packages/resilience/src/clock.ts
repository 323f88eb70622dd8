/** Time as a pipeline sees it, in ms that never jump. */
export interface Clock {
  now(): number;
  setTimeout<A>(run: (argument: A) => void, afterMs: number, argument: A): unknown;
  clearTimeout(timer: unknown): void;
}

// A longer one would fire at once: Node keeps a timer's duration in 32 bits.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Node's own time, looked up at each call: a test that stops it stops every pipeline. */
export const systemClock: Clock = {
  now: () => performance.now(),
  // Rounded up: Node cuts the fraction off, and a wait of 0.9 ms would end before it is over.
  setTimeout: (run, afterMs, argument) => setTimeout(run, Math.min(Math.ceil(afterMs), LONGEST_TIMER_MS), argument),
  clearTimeout: timer => clearTimeout(timer as NodeJS.Timeout),
};
