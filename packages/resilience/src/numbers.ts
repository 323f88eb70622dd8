import { PolicyError } from './errors.ts';
import { check, type Given, isRule, type OptionTable, plainObject, type Rule } from './schema.ts';
import {
  checkTogether,
  type breakerOptions,
  type bulkheadOptions,
  type budgetOptions,
  type deadlineOptions,
  type FormerNames,
  type retryOptions,
  type fixedTimeoutOptions,
  type measuredTimeoutOptions,
  withPresentNames,
} from './options.ts';

/** What can be set at run time, by its bare name: no two strategies share one. */
export type Numbers = Given<
  typeof deadlineOptions &
    typeof bulkheadOptions &
    Omit<typeof retryOptions, 'budget'> &
    typeof budgetOptions &
    typeof breakerOptions &
    typeof fixedTimeoutOptions &
    typeof measuredTimeoutOptions
> &
  FormerNames['deadline'] &
  FormerNames['breaker'];

interface Leaf {
  /** Of its strategy: `search.breaker`. */
  readonly path: string;
  readonly rule: Rule<unknown>;
  /** The live options that hold the value. */
  readonly holder: Record<string, unknown>;
}

/** The live numbers of one pipeline, each under the rule of its option. */
export class LiveNumbers {
  readonly #policy: string;
  readonly #leaves = new Map<string, Leaf>();

  constructor(policy: string) {
    this.#policy = policy;
  }

  /** Puts a strategy's live options under its rules. */
  add(path: string, table: OptionTable, holder: Record<string, unknown>): void {
    for (const [key, rule] of Object.entries(table)) {
      if (isRule(rule)) this.#leaves.set(key, { path, rule, holder });
      else this.add(`${path}.${key}`, rule, holder[key] as Record<string, unknown>);
    }
  }

  /** All or nothing. @throws PolicyError for a number out of range, or one this policy does not have */
  set(numbers: Numbers): void {
    const present = withPresentNames(this.#policy, plainObject(this.#policy, numbers), name => this.#leaves.has(name));
    const given = Object.entries(present).filter(([, value]) => value !== undefined);
    for (const [key, value] of given) {
      const { path, rule } = this.#leaf(key);
      check(`${path}.${key}`, rule, value);
    }
    for (const [key] of given) {
      const { path, holder } = this.#leaf(key);
      const toCome = given.filter(([other]) => this.#leaf(other).holder === holder);
      checkTogether(path, { ...holder, ...Object.fromEntries(toCome) });
    }
    for (const [key, value] of given) this.#leaf(key).holder[key] = value;
  }

  get(): Numbers {
    return Object.fromEntries([...this.#leaves].map(([key, { holder }]) => [key, holder[key]]));
  }

  #leaf(key: string): Leaf {
    const leaf = this.#leaves.get(key);
    if (leaf !== undefined) return leaf;
    throw new PolicyError(
      `${this.#policy}.${key}`,
      `not a number of this policy; it has ${[...this.#leaves.keys()].join(', ')}`,
    );
  }
}
