import { breakerOptions } from './breaker/breaker-strategy.ts';
import { bulkheadOptions } from './bulkhead/bulkhead.ts';
import { deadlineOptions } from './deadline.ts';
import { PolicyError } from './errors.ts';
import { fill, type OptionTable, plainObject } from './schema.ts';
import { retryOptions } from './retry/retry.ts';
import { fixedTimeoutOptions, measuredTimeoutOptions } from './timeout/timeout.ts';

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
  const options = plainObject(path, given);
  const table = tableOf(strategy, options);
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
