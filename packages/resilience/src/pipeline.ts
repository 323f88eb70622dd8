import type { Circuit } from './breaker/opossum.ts';
import { Queue } from './bulkhead/queue.ts';
import { Call, type RunOptions } from './call.ts';
import { RefusedError } from './errors.ts';
import type { PipelineEvents } from './events.ts';
import type { Numbers } from './numbers.ts';
import type { Policy } from './policy.ts';
import { Registry } from './registry.ts';
import { makeStrategies, type PipelineOptions, type Strategies } from './strategies.ts';
import type { Pattern } from './strategy.ts';
import type { CallOutcome } from './telemetry/counters.ts';
import { Listeners } from './telemetry/listeners.ts';
import { factsOf, type Snapshot, snapshotOf } from './telemetry/snapshot.ts';
import { warnOnce } from './telemetry/warn-once.ts';
import type { Action, Dependency, ForcedState } from './types.ts';

const pipelines = new Registry<Pipeline>();

/** Returns every open pipeline of this process, in the order they were made. */
export const allPipelines = (): readonly Pipeline[] => pipelines.all();

/** Returns the pipeline of a policy, by name; the newest where there are several. */
export const findPipeline = (policy: string): Pipeline | undefined => pipelines.find(policy);

/** Shows `watch` every pipeline once: the open ones at once, and later ones as soon as they are made. */
export const onEveryPipeline = (watch: (pipeline: Pipeline) => void): void => pipelines.onEvery(watch);

/** Makes every pipeline as new: counts, states, switches and numbers. Calls under way end as they began. */
export const resetAllPipelines = (): void => pipelines.resetAll();

/** Closes every pipeline for good. Calls under way are released; no timer is left. */
export const closeAllPipelines = (): void => pipelines.closeAll();

/** Makes the pipeline of a policy; one is enough for all its calls. */
export function pipeline<Substituted>(
  policy: Policy<Substituted>,
  options: PipelineOptions = {},
): Pipeline<Substituted> {
  return new Pipeline(policy, options);
}

/** Every call to one dependency for one purpose goes through one of these. */
export class Pipeline<Substituted = unknown> {
  readonly #policy: Policy<Substituted>;
  readonly #options: PipelineOptions;
  readonly #listeners = new Listeners<PipelineEvents>();
  readonly #calls = new Queue<Call>();
  readonly #dependency: Dependency = { hasAnswered: false };
  #parts: Strategies;
  #closed = false;

  constructor(policy: Policy<Substituted>, options: PipelineOptions) {
    this.#policy = policy;
    this.#options = options;
    this.#parts = this.#newStrategies();
    pipelines.add(this);
  }

  get name(): string {
    return this.#policy.name;
  }

  /** The service that it calls: a policy is a dependency and what it is called for. */
  get service(): string {
    return this.#policy.service;
  }

  /**
   * Runs an action under the policy: its result, the fallback's, or the last attempt's own error.
   *
   * @throws RefusedError when we did not ask (BreakerOpenError, BulkheadFullError, DeadlinePassedError): is no information about the dependency
   * @throws TimeoutError when the last attempt passed its limit
   * @throws FallbackFailedError with both errors; the reason of the caller's signal when that aborted
   */
  async run<T, CallSubstituted = never>(
    action: Action<T>,
    options: RunOptions<CallSubstituted> = {},
  ): Promise<T | Substituted | CallSubstituted> {
    const parts = this.#parts;
    const call = new Call(parts.context, action, options);
    if (this.#closed) call.stop(call.refuse(new RefusedError('the pipeline is closed', call.facts)), false);
    this.#calls.add(call);
    parts.context.counters.counts.calls++;
    try {
      const result = await parts.enter(call);
      this.#end(call, parts, parts.context.counters.resolved(call));
      return result as T;
    } catch (error) {
      this.#end(call, parts, parts.context.counters.rejected(call, error), { error });
      throw error;
    }
  }

  snapshot(): Snapshot {
    return snapshotOf(this.name, this.#parts);
  }

  /** Switches a pattern off or on: a comparison shows what it is for. Calls under way keep what they have begun. */
  switch(pattern: Pattern, on: boolean): void {
    if (!Object.hasOwn(this.#parts.on, pattern))
      throw new TypeError(`${this.name}: no pattern is called ${pattern as string}`);
    this.#parts.on[pattern] = on;
    this.#parts.strategies[pattern]?.switch?.(on);
  }

  /** Which patterns this policy has, and whether each is on. */
  switches(): Partial<Record<Pattern, boolean>> {
    const { on, strategies } = this.#parts;
    return Object.fromEntries(Object.entries(on).filter(([pattern]) => Object.hasOwn(strategies, pattern)));
  }

  /** Sets numbers of the policy, all or none. @throws PolicyError as `definePolicies` does */
  set(numbers: Numbers): void {
    this.#parts.numbers.set(numbers);
    for (const strategy of Object.values(this.#parts.strategies)) strategy.change?.();
  }

  /** The numbers in force, by their bare names. */
  numbers(): Numbers {
    return this.#parts.numbers.get();
  }

  /**
   * Holds the breaker open or closed, until `null` releases it.
   *
   * Held closed it goes on counting. Released from open it is half-open as soon as its open period is over; released
   * from closed it stays closed, and the next failure opens it if there were enough in a row.
   *
   * @throws TypeError when the policy has no breaker, or for another value
   */
  force(to: ForcedState | null): void {
    if (to !== 'open' && to !== 'closed' && to !== null)
      throw new TypeError(`${this.name}: "open", "closed" or null expected`);
    if (this.circuit === undefined) throw new TypeError(`${this.name}: this policy has no breaker to force`);
    this.circuit.force(to);
  }

  /** The opossum breaker underneath, for what works with opossum's events; another one after a reset. */
  get circuit(): Circuit | undefined {
    return this.#parts.breaker?.circuit;
  }

  /** Returns the way to stop listening. A listener that throws changes nothing. */
  on<Name extends keyof PipelineEvents>(name: Name, listener: (event: PipelineEvents[Name]) => unknown): () => void {
    return this.#listeners.on(name, listener);
  }

  /** As new: counts, states, switches and numbers. Calls under way end as they began. */
  reset(): void {
    if (this.#closed) return;
    this.#closeStrategies();
    this.#parts = this.#newStrategies();
  }

  /** Final: calls under way and to come are refused, no timer is left. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    pipelines.delete(this);
    for (let call = this.#calls.first; call !== null; call = call.after) {
      call.stop(call.refuse(new RefusedError('the pipeline was closed', call.facts)), false);
    }
    this.#closeStrategies();
  }

  #newStrategies(): Strategies {
    return makeStrategies(this.#policy, this.#options, { dependency: this.#dependency, listeners: this.#listeners });
  }

  #closeStrategies(): void {
    for (const strategy of Object.values(this.#parts.strategies)) strategy.shutdown?.();
  }

  #end(call: Call, parts: Strategies, outcome: CallOutcome, failure?: { error: unknown }): void {
    this.#calls.remove(call);
    call.end();
    call.trace?.end(factsOf(call, parts, outcome), failure);
    this.#report(call, parts, outcome);
  }

  #report(call: Call, parts: Strategies, outcome: CallOutcome): void {
    try {
      call.options.report?.(factsOf(call, parts, outcome));
    } catch (error) {
      warnOnce(this, 'The report of a call failed, which changes nothing for the call', error);
    }
  }
}
