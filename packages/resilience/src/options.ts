import { PolicyError } from './errors.ts';
import { decimal, fill, type Filled, oneOf, type OptionTable, plainObject, whole } from './schema.ts';
import { MINUTE, SECOND } from './units.ts';

export const deadlineOptions = {
  /** The minimum remaining time, in ms: no attempt starts with less. Default 20, from 1 to 10,000. */
  minRemainingMs: whole(20, { least: 1, most: 10 * SECOND }),
};

export const bulkheadOptions = {
  /** Calls that run at once; each holds its permit through its backoffs. Default 50, from 1 to 1,000,000. */
  running: whole(50, { least: 1, most: 1_000_000 }),
  /** Calls that may wait for a permit, first in, first out. Default 0, up to 1,000,000. */
  waiting: whole(0, { least: 0, most: 1_000_000 }),
  /** How long one of them waits, in ms. Default 500, from 1 to 600,000. */
  maxWaitMs: whole(500, { least: 1, most: 10 * MINUTE }),
};

export const budgetOptions = {
  /** What each call adds: 0.1 allows one retry per ten calls. Default 0.1, from 0 to 10. */
  ratio: decimal(0.1, { least: 0, most: 10 }),
  /** The most that is saved up, and what there is at the start: a lone call gets all its attempts. Default 10, from 0 to 10,000. */
  burst: decimal(10, { least: 0, most: 10_000 }),
  /** What time adds, per second: calls to a rarely called dependency may still be retried. Default 1, from 0 to 10,000. */
  perSecond: decimal(1, { least: 0, most: 10_000 }),
};

export const retryOptions = {
  /** Attempts in all, the first included. Default 5; 3 where a user waits. From 1 to 100. */
  attempts: whole(5, { least: 1, most: 100 }),
  /** The wait after the first failure, before jitter, in ms. Default 100, from 0 to 600,000. */
  firstDelayMs: whole(100, { least: 0, most: 10 * MINUTE }),
  /** What each wait is longer than the one before. Default 2, from 1 to 100. */
  factor: decimal(2, { least: 1, most: 100 }),
  /** No wait is longer, in ms. Default 10,000, from 0 to 600,000. */
  maxDelayMs: whole(10 * SECOND, { least: 0, most: 10 * MINUTE }),
  /** `full`: anything from 0 to the wait; `equal`: from its half; `none`: the wait itself. Default full. */
  jitter: oneOf('full', 'equal', 'none'),
  budget: budgetOptions,
};

export const breakerOptions = {
  /** Failures in a row that open it. Default 5, from 1 to 1000. */
  failuresToOpen: whole(5, { least: 1, most: 1000 }),
  /** How long it stays open, in ms, before jitter; an open period under way keeps its length. Default 30,000, from 1000 to 600,000. */
  openMs: whole(30 * SECOND, { least: 1 * SECOND, most: 10 * MINUTE }),
  /**
   * The same where the dependency is unreachable (`classify` says so), or has never answered this process: it is not running,
   * or not yet, and such a call costs nothing. Never longer than `openMs`. Default: `openMs`, from 1000 to 600,000.
   */
  unreachableOpenMs: whole(30 * SECOND, { least: 1 * SECOND, most: 10 * MINUTE }),
  /**
   * The share by which each open period is longer or shorter, at random, so that breakers that opened together do not probe
   * together: 0.2 draws 24 to 36 s for 30 s. Default 0.2, from 0 to 0.5.
   */
  openJitter: decimal(0.2, { least: 0, most: 0.5 }),
  /** Calls that are let through while half-open. Default 3, from 1 to 100. */
  probes: whole(3, { least: 1, most: 100 }),
  /** Good results among them that close it. Default 2, from 1 to `probes`. */
  successesToClose: whole(2, { least: 1, most: 100 }),
  /** How long a probe may take, in ms; after that it counts as failed. Default 10,000, from 100 to 600,000. */
  probeTimeoutMs: whole(10 * SECOND, { least: 100, most: 10 * MINUTE }),
};

export const fixedTimeoutOptions = {
  /** What one attempt may take, in ms. Default 1000, from 1 to 600,000. */
  afterMs: whole(1 * SECOND, { least: 1, most: 10 * MINUTE }),
};

export const measuredTimeoutOptions = {
  /** The limit is so many times what 99 of 100 attempts took. Default 3, from 1 to 100. */
  p99Times: decimal(3, { least: 1, most: 100 }),
  /** But never less, in ms: a healthy service has pauses. Default 50, from 1 to 600,000. */
  minMs: whole(50, { least: 1, most: 10 * MINUTE }),
  /** And never more, in ms; also the limit of a breaker's probes. Default 1000, from `minMs` to 600,000. */
  maxMs: whole(1 * SECOND, { least: 1, most: 10 * MINUTE }),
  /** The limit while there are too few samples, in ms. Default `maxMs`, from 1 to 600,000. */
  untilMeasuredMs: whole(1 * SECOND, { least: 1, most: 10 * MINUTE }),
  /** How many attempts of the last minute it takes to know, answered or cut off. Default 300, from 1 to 1,000,000. */
  samplesNeeded: whole(300, { least: 1, most: 1_000_000 }),
};

/** The former names of options, accepted for one release beside the present ones. */
export interface FormerNames {
  readonly deadline: { readonly usefulMs?: number | undefined };
  readonly breaker: { readonly leaseMs?: number | undefined };
}

const presentNames: Readonly<Record<string, string>> = { usefulMs: 'minRemainingMs', leaseMs: 'probeTimeoutMs' };

/** Replaces former names by present ones where `has` knows the present one. @throws PolicyError when both are given */
export function withPresentNames(
  path: string,
  given: Readonly<Record<string, unknown>>,
  has: (name: string) => boolean,
): Record<string, unknown> {
  const options = { ...given };
  for (const [former, present] of Object.entries(presentNames)) {
    const value = options[former];
    if (value === undefined || !has(present)) continue;
    if (options[present] !== undefined)
      throw new PolicyError(`${path}.${former}`, `the former name of ${present}, which is given too`);
    delete options[former];
    options[present] = value;
  }
  return options;
}

export type DeadlineOptions = Filled<typeof deadlineOptions>;
export type BulkheadOptions = Filled<typeof bulkheadOptions>;
export type BudgetOptions = Filled<typeof budgetOptions>;
export type RetryOptions = Filled<typeof retryOptions>;
export type BreakerOptions = Filled<typeof breakerOptions>;
export type FixedTimeout = Filled<typeof fixedTimeoutOptions>;
export type MeasuredTimeout = Filled<typeof measuredTimeoutOptions>;

/** The strategies that have options; the deadline is there even when a policy does not name it. */
export const optionedStrategies = ['deadline', 'bulkhead', 'retry', 'breaker', 'timeout'] as const;

export type OptionedStrategy = (typeof optionedStrategies)[number];

/** The rules of a strategy's options; a timeout is fixed unless it speaks of measuring. */
export function tableOf(strategy: OptionedStrategy, options: Readonly<Record<string, unknown>>): OptionTable {
  switch (strategy) {
    case 'deadline':
      return deadlineOptions;
    case 'bulkhead':
      return bulkheadOptions;
    case 'retry':
      return retryOptions;
    case 'breaker':
      return breakerOptions;
    case 'timeout':
      return Object.keys(options).some(key => key in measuredTimeoutOptions)
        ? measuredTimeoutOptions
        : fixedTimeoutOptions;
  }
}

/** Fills in a strategy's defaults. @throws PolicyError naming the option's path */
export function fillStrategy(path: string, strategy: OptionedStrategy, given: unknown): Record<string, unknown> {
  const object = plainObject(path, given);
  const table = tableOf(strategy, object);
  const options = withPresentNames(path, object, name => Object.hasOwn(table, name));
  const filled = fill(path, table, { ...options, ...defaultsByOthers(table, options) });
  checkTogether(path, filled);
  return filled;
}

/** Options whose default is the value of another. */
function defaultsByOthers(table: OptionTable, options: Record<string, unknown>): Record<string, unknown> {
  // Until it is measured the limit is the highest it can be.
  const { untilMeasuredMs = options['maxMs'], unreachableOpenMs = options['openMs'] } = options;
  if (table === measuredTimeoutOptions) return { untilMeasuredMs };
  return table === breakerOptions ? { unreachableOpenMs } : {};
}

/** @throws PolicyError when numbers that are right by themselves contradict each other */
export function checkTogether(path: string, { probes, successesToClose, minMs, maxMs }: Record<string, unknown>): void {
  if (typeof probes === 'number' && (successesToClose as number) > probes) {
    throw new PolicyError(
      `${path}.successesToClose`,
      `at most the ${probes} probes expected, not ${String(successesToClose)}`,
    );
  }
  if (typeof maxMs === 'number' && (minMs as number) > maxMs) {
    throw new PolicyError(`${path}.minMs`, `at most maxMs (${maxMs}) expected, not ${String(minMs)}`);
  }
}
