import type { Clock } from '../clock.ts';
import { decimal } from '../schema.ts';
import { SECOND } from '../units.ts';

export const budgetOptions = {
  /** What each call adds: 0.1 allows one retry per ten calls. Default 0.1, from 0 to 10. */
  ratio: decimal(0.1, { least: 0, most: 10 }),
  /** The most that is saved up, and what there is at the start: a lone call gets all its attempts. Default 10, from 0 to 10,000. */
  burst: decimal(10, { least: 0, most: 10_000 }),
  /** What time adds, per second: a seldom-called dependency may still be retried. Default 1, from 0 to 10,000. */
  perSecond: decimal(1, { least: 0, most: 10_000 }),
};

export interface BudgetNumbers {
  readonly ratio: number;
  readonly burst: number;
  readonly perSecond: number;
}

/** Bounds the extra load of retries, however many callers fail together: every retry costs 1. */
export class RetryBudget {
  readonly #numbers: BudgetNumbers;
  readonly #clock: Clock;
  #left: number;
  #countedAtMs: number;

  constructor(numbers: BudgetNumbers, clock: Clock) {
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

  /** A call begins. What is more than the burst is lost when it is next looked at. */
  earn(): void {
    this.#left += this.#numbers.ratio;
  }

  /** False when there is not enough for a retry. */
  pay(): boolean {
    if (this.left < 1) return false;
    this.#left--;
    return true;
  }
}
