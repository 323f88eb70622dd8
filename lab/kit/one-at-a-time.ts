import { answers, type Behaviour } from './callee.ts';

/** A service with one worker and a queue. It works on requests whose callers have left too, as most services do. */
export class OneAtATime {
  readonly #workMs: number;
  // A schedule, not one sleep after the other: on a busy machine each would be late, and the queue slower than it says.
  #freeAtMs = 0;

  constructor(workMs: number) {
    this.#workMs = workMs;
  }

  readonly takes: Behaviour = (response, request) => {
    const nowMs = performance.now();
    this.#freeAtMs = Math.max(this.#freeAtMs, nowMs) + this.#workMs;
    const timer = setTimeout(() => answers(response, request), this.#freeAtMs - nowMs);
    response.once('close', () => clearTimeout(timer));
  };

  stall(forMs: number): void {
    this.#freeAtMs = Math.max(this.#freeAtMs, performance.now()) + forMs;
  }
}
