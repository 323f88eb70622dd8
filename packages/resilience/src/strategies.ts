import { Breaker } from './breaker/breaker-strategy.ts';
import { Bulkhead } from './bulkhead/bulkhead.ts';
import type { Call, PipelineContext, Step } from './call.ts';
import { type Clock, systemClock } from './clock.ts';
import { Deadline } from './deadline.ts';
import { Fallback } from './fallback.ts';
import { LiveNumbers } from './numbers.ts';
import type { Policy } from './policy.ts';
import { Retry } from './retry/retry.ts';
import { order, type Pattern, type Strategy } from './strategy.ts';
import { optionedStrategies, tableOf } from './options.ts';
import { callSpans } from './telemetry/call-spans.ts';
import { Counters } from './telemetry/counters.ts';
import type { Telemetry } from './telemetry/telemetry.ts';
import { attempt } from './timeout/attempt.ts';
import { Timeout } from './timeout/timeout.ts';

export interface PipelineOptions {
  readonly clock?: Clock | undefined;
  /** From 0 to below 1. */
  readonly random?: (() => number) | undefined;
  /** Default: spans through OpenTelemetry, where an SDK is registered. */
  readonly telemetry?: Telemetry | undefined;
}

const spans = callSpans();

type On = Record<Pattern, boolean>;

/** The strategies of one policy, composed once. A reset makes new ones; calls under way keep the old. */
export interface Strategies {
  readonly context: PipelineContext;
  readonly on: On;
  readonly numbers: LiveNumbers;
  readonly bulkhead: Bulkhead | undefined;
  readonly retry: Retry | undefined;
  readonly breaker: Breaker | undefined;
  readonly timeout: Timeout | undefined;
  readonly strategies: Partial<Record<Pattern, Strategy>>;
  readonly enter: Step;
}

/** What outlives a reset. */
type Kept = Pick<PipelineContext, 'dependency' | 'listeners'>;

export function makeStrategies(policy: Policy, options: PipelineOptions, kept: Kept): Strategies {
  const context = contextOf(policy, options, kept);
  const { numbers, deadline, bulkhead, retry, breaker, timeout } = liveOptions(policy);
  const made = {
    fallback: new Fallback(policy.fallback),
    deadline: new Deadline(deadline),
    bulkhead: bulkhead && new Bulkhead(bulkhead),
    retry: retry && new Retry(retry, context),
    breaker: breaker && new Breaker(breaker, context, () => made.timeout?.forget()),
    timeout: timeout && new Timeout(timeout, context),
  };
  const on = Object.fromEntries(order.map(pattern => [pattern, true])) as On;
  const strategies = Object.fromEntries(Object.entries(made).filter(([, strategy]) => strategy !== undefined));
  return { context, on, numbers, strategies, ...made, enter: compose(strategies, on) };
}

function contextOf(
  { name, judge, mayRepeat, classify = judge, isRetryable = mayRepeat }: Policy,
  { clock = systemClock, random = Math.random, telemetry = spans }: PipelineOptions,
  kept: Kept,
): PipelineContext {
  return { policy: name, ...kept, classify, isRetryable, clock, random, telemetry, counters: new Counters() };
}

/** Copies: a number set at run time must not reach the policy, nor another pipeline of it. */
function liveOptions({ name, deadline, bulkhead, retry, breaker, timeout }: Policy) {
  const options = structuredClone({ deadline, bulkhead, retry, breaker, timeout });
  const numbers = new LiveNumbers(name);
  for (const strategy of optionedStrategies) {
    const live: Record<string, unknown> | undefined = options[strategy];
    if (live !== undefined) numbers.add(`${name}.${strategy}`, tableOf(strategy, live), live);
  }
  return { ...options, numbers };
}

function compose(strategies: Partial<Record<Pattern, Strategy>>, on: On): Step {
  return order.reduceRight<Step>((next, pattern) => {
    const inner = pattern === 'fallback' ? unlessStopped(next) : next;
    const strategy = strategies[pattern];
    if (strategy === undefined) return inner;
    // A bulkhead that is off still has the shared pool around it: it knows by itself what to do.
    if (pattern === 'bulkhead') return call => strategy.run(call, inner);
    return (call, terms) => (on[pattern] ? strategy.run(call, inner, terms) : inner(call, terms));
  }, attempt);
}

/** A call whose caller has left takes no permit and no probe. */
function unlessStopped(next: Step): Step {
  return (call: Call) => (call.stopped === null ? next(call) : Promise.reject(call.stopped.reason));
}
