import { PolicyError } from './errors.ts';
import type { Classify, IsRetryable, Substitute } from './types.ts';
import { type Filled, type Given, plainObject } from './schema.ts';
import {
  fillStrategy,
  optionedStrategies,
  type OptionedStrategy,
  type breakerOptions,
  type bulkheadOptions,
  type deadlineOptions,
  type FormerNames,
  type retryOptions,
  type fixedTimeoutOptions,
  type measuredTimeoutOptions,
  type FixedTimeout,
  type MeasuredTimeout,
} from './options.ts';

/** What a policy may say. Each strategy may be left out; `{}` means it with its defaults. */
export interface PolicyOptions {
  /** Who is called, where the policy's own name says what for. Default: the policy's name. */
  readonly service?: string | undefined;
  /** Answers instead of the dependency. Calls no network. */
  readonly fallback?: Substitute | undefined;
  /** Bounds calls that bring a `deadlineMs`; these numbers only say how. */
  readonly deadline?: (Given<typeof deadlineOptions> & FormerNames['deadline']) | undefined;
  readonly bulkhead?: Given<typeof bulkheadOptions> | undefined;
  readonly retry?: Given<typeof retryOptions> | undefined;
  readonly breaker?: (Given<typeof breakerOptions> & FormerNames['breaker']) | undefined;
  /** Fixed (`afterMs`) or measured (`p99Times` and the others). */
  readonly timeout?: Given<typeof fixedTimeoutOptions> | Given<typeof measuredTimeoutOptions> | undefined;
  /** What an attempt's end says of the dependency. Default: every error is a failure. */
  readonly classify?: Classify | undefined;
  /** Whether another attempt may help after this error. Default: after every failure. */
  readonly isRetryable?: IsRetryable | undefined;
  /** The former name of `classify`. */
  readonly judge?: Classify | undefined;
  /** The former name of `isRetryable`. */
  readonly mayRepeat?: IsRetryable | undefined;
}

/** A policy as `definePolicies` makes it: plain data, complete and checked. */
export interface Policy<Substituted = unknown> {
  readonly name: string;
  readonly service: string;
  readonly fallback?: Substitute<Substituted> | undefined;
  readonly deadline: Readonly<Filled<typeof deadlineOptions>>;
  readonly bulkhead?: Readonly<Filled<typeof bulkheadOptions>> | undefined;
  readonly retry?: Readonly<Filled<typeof retryOptions>> | undefined;
  readonly breaker?: Readonly<Filled<typeof breakerOptions>> | undefined;
  readonly timeout?: Readonly<FixedTimeout> | Readonly<MeasuredTimeout> | undefined;
  readonly classify?: Classify | undefined;
  readonly isRetryable?: IsRetryable | undefined;
  /** The former name of `classify`. */
  readonly judge?: Classify | undefined;
  /** The former name of `isRetryable`. */
  readonly mayRepeat?: IsRetryable | undefined;
}

type SubstitutedBy<Options> = Options extends { fallback: (...args: never[]) => infer Answer }
  ? Awaited<Answer>
  : never;

type KnownTo<Table> = Table extends unknown ? keyof Table : never;

// A type parameter alone would let misspelt options through: the compiler looks for unknown keys in plain types only.
type OnlyKnown<Options, Known> = Options extends (...args: never[]) => unknown
  ? Options
  : {
      [Key in keyof Options]: Key extends KnownTo<Known>
        ? OnlyKnown<Options[Key], Known extends { readonly [K in Key]?: infer Inner } ? NonNullable<Inner> : never>
        : never;
    };

/**
 * Names each policy by its key and fills in the defaults.
 *
 * @throws PolicyError for nonsense, naming the option's path: `search.breaker.openMs`
 */
export function definePolicies<const All extends Record<string, PolicyOptions>>(
  policies: All & { [Name in keyof All]: OnlyKnown<All[Name], PolicyOptions> },
): { [Name in keyof All]: Policy<SubstitutedBy<All[Name]>> } {
  const defined = Object.entries(plainObject('policies', policies)).map(([name, options]) => [
    name,
    define(name, options),
  ]);
  return Object.freeze(Object.fromEntries(defined)) as { [Name in keyof All]: Policy<SubstitutedBy<All[Name]>> };
}

const functions = ['fallback', 'classify', 'isRetryable', 'judge', 'mayRepeat'] as const;
const known: readonly string[] = ['service', ...functions, ...optionedStrategies];

function define(name: string, given: unknown): Policy {
  const options = plainObject(name, given);
  for (const [key, value] of Object.entries(options)) {
    if (!known.includes(key))
      throw new PolicyError(`${name}.${key}`, `unknown option; known here: ${known.join(', ')}`);
    const isFunction = functions.some(word => word === key);
    if (isFunction && value !== undefined && typeof value !== 'function')
      throw new PolicyError(`${name}.${key}`, 'a function expected');
  }
  const { service = name, deadline = {} } = options;
  if (typeof service !== 'string' || service === '') throw new PolicyError(`${name}.service`, 'a name expected');
  const strategies: Partial<Record<OptionedStrategy, unknown>> = { ...pick(options, optionedStrategies), deadline };
  const filled = optionedStrategies
    .filter(strategy => strategies[strategy] !== undefined)
    .map(strategy => [strategy, frozen(fillStrategy(`${name}.${strategy}`, strategy, strategies[strategy]))]);
  return Object.freeze({ name, service, ...pick(options, functions), ...Object.fromEntries(filled) }) as Policy;
}

/** Only what is there: `undefined` is as good as left out. */
function pick<Key extends string>(
  options: Readonly<Record<string, unknown>>,
  keys: readonly Key[],
): Partial<Record<Key, unknown>> {
  return Object.fromEntries(keys.filter(key => options[key] !== undefined).map(key => [key, options[key]])) as Partial<
    Record<Key, unknown>
  >;
}

function frozen(options: Record<string, unknown>): Record<string, unknown> {
  for (const inner of Object.values(options)) if (typeof inner === 'object') Object.freeze(inner);
  return Object.freeze(options);
}
