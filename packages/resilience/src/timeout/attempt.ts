import type { Call, Stoppable } from '../call.ts';
import { DeadlinePassedError, TimeoutError } from '../errors.ts';
import { judged, type Judgement } from '../classify.ts';
import { EXPLORE_ONE_IN } from './timeout.ts';

/** What one attempt knows. */
export interface Attempt {
  /** From 1. */
  readonly number: number;
  /** Aborts when the attempt is cut off, with the reason. Made when it is first read. */
  readonly signal: AbortSignal;
  /** What was left of the call's deadline when the attempt started, in ms. Infinity without one. */
  readonly remainingMs: number;
  /** When the attempt will be cut off, in ms from its start: the least of its own limit and the deadline. Infinity without either. */
  readonly limitMs: number;
}

/** One attempt at the dependency. */
export type Action<T> = (attempt: Attempt) => T | PromiseLike<T>;

// A limit equal to the deadline must count as the attempt's own, though microseconds of the deadline are always gone by then:
// otherwise a hung service would never count against itself.
const SAME_MS = 0.5;

/** Runs the action once; the caller is released at the limit, the deadline or its own abort, even if the action never ends. */
export function attempt(call: Call): Promise<unknown> {
  call.judgement = 'nothing';
  if (call.stopped !== null) return Promise.reject(call.stopped.reason);
  const remainingMs = call.remainingMs();
  if (remainingMs < call.usefulMs) return Promise.reject(call.refuse(new DeadlinePassedError(call.facts)));
  return new Promise((resolve, reject) => new RunningAttempt(call, remainingMs, resolve, reject).start());
}

class RunningAttempt implements Attempt, Stoppable {
  readonly number: number;
  readonly remainingMs: number;
  readonly limitMs: number;
  readonly #call: Call;
  readonly #isOwnLimit: boolean;
  readonly #resolve: (result: unknown) => void;
  readonly #reject: (error: unknown) => void;
  #timer: unknown = null;
  #controller: AbortController | null = null;
  #cut: { readonly reason: unknown } | null = null;

  constructor(call: Call, remainingMs: number, resolve: (result: unknown) => void, reject: (error: unknown) => void) {
    this.number = ++call.started;
    this.remainingMs = remainingMs;
    this.#isOwnLimit = call.limitMs <= remainingMs + SAME_MS;
    this.limitMs = this.#isOwnLimit ? call.limitMs : remainingMs;
    this.#call = call;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController();
      if (this.#cut !== null) this.#controller.abort(this.#cut.reason);
    }
    return this.#controller.signal;
  }

  start(): void {
    const { action, site, trace } = this.#call;
    this.#call.waitAt(this);
    if (this.limitMs !== Infinity) this.#timer = site.clock.setTimeout(passLimit, this.limitMs, this);
    try {
      const answer = trace === undefined ? action(this) : trace.run(() => action(this));
      Promise.resolve(answer).then(
        result => this.#end({ result }) && this.#resolve(result),
        (error: unknown) => this.#end({ error }) && this.#reject(error),
      );
    } catch (error) {
      if (this.#end({ error })) this.#reject(error);
    }
  }

  /** The caller left, or the pipeline was closed. */
  stop(reason: unknown): void {
    this.#cutOff(reason, 'nothing');
  }

  passLimit(): void {
    const { facts, site } = this.#call;
    if (!this.#isOwnLimit) return this.#cutOff(this.#call.refuse(new DeadlinePassedError(facts)), 'nothing');
    site.tally.counts.timedOut++;
    this.#call.latencies?.recordCut(site.clock.now());
    const error = new TimeoutError({ policy: site.policy, timeoutMs: this.limitMs });
    this.#cutOff(error, judged({ error }, site.judge));
  }

  /** False when the caller has been released before: the late result is nobody's. */
  #end(outcome: { result: unknown } | { error: unknown }): boolean {
    const { site, latencies, startedAtMs, usualLimitMs } = this.#call;
    if (this.#cut !== null) {
      site.tally.abandoned--;
      return false;
    }
    const judgement = judged(outcome, site.judge);
    this.#settle(judgement);
    // Only what completed well: cut off, it took as long as we let it, and a refused connection takes no time at all.
    if (judgement === 'success' && latencies !== null) {
      const nowMs = site.clock.now();
      const tookMs = nowMs - startedAtMs;
      latencies.record(tookMs, nowMs, tookMs > usualLimitMs ? EXPLORE_ONE_IN : 1);
    }
    return true;
  }

  #cutOff(reason: unknown, judgement: Judgement): void {
    this.#cut = { reason };
    this.#call.site.tally.abandoned++;
    this.#settle(judgement);
    this.#reject(reason);
    this.#controller?.abort(reason);
  }

  #settle(judgement: Judgement): void {
    if (this.#timer !== null) this.#call.site.clock.clearTimeout(this.#timer);
    this.#call.waitAt(null);
    this.#call.judgement = judgement;
  }
}

function passLimit(attempt: RunningAttempt): void {
  attempt.passLimit();
}
