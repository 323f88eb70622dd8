import type { BudgetOptions } from '../options.ts';
import type { Clock } from '../clock.ts';
import { SECOND } from '../units.ts';

/** Bounds the extra load of retries, however many callers fail together: every retry costs 1. */
export class RetryBudget {
  readonly #numbers: BudgetOptions;
  readonly #clock: Clock;
  #left: number;
  #countedAtMs: number;

  constructor(numbers: BudgetOptions, clock: Clock) {
    this.#numbers = numbers;
    this.#clock = clock;
    this.#left = numbers.burst;
    this.#countedAtMs = clock.now();
  }

  get left(): number {
    const nowMs = this.#clock.now();
    const { burst, perSecond } = this.#numbers;
    this.#left = Math.min(burst, this.#left + ((nowMs - this.#countedAtMs) / SECOND) * perSecond);
    this.#countedAtMs = nowMs;
    return this.#left;
  }

  /** Adds the share of one call. What exceeds the burst is lost at the next look. */
  earn(): void {
    this.#left += this.#numbers.ratio;
  }

  /** Pays for one retry, or returns false. */
  pay(): boolean {
    if (this.left < 1) return false;
    this.#left--;
    return true;
  }
}
