import type { Call, Stoppable } from '../call.ts';
import { classify } from '../classify.ts';
import { DeadlinePassedError, TimeoutError } from '../errors.ts';
import type { Attempt, AttemptTerms, Classification } from '../types.ts';

// A limit equal to the deadline must count as the attempt's own, though microseconds of the deadline are always gone by then:
// otherwise a hung service would never count against itself.
const SAME_MS = 0.5;

/** Runs the action once; the caller is released at the limit, the deadline or its own abort, even if the action never ends. */
export function attempt(call: Call, { limitMs = Infinity, measurement }: AttemptTerms = {}): Promise<unknown> {
  call.lastResult = 'nothing';
  call.limitMs = limitMs;
  if (call.stopped !== null) return Promise.reject(call.stopped.reason);
  const remainingMs = call.remainingMs();
  if (remainingMs < call.minRemainingMs) return Promise.reject(call.refuse(new DeadlinePassedError(call.facts)));
  call.attempts++;
  return new Promise((resolve, reject) => new RunningAttempt(call, remainingMs, measurement, resolve, reject).start());
}

class RunningAttempt implements Attempt, Stoppable {
  readonly number: number;
  readonly remainingMs: number;
  readonly limitMs: number;
  readonly #call: Call;
  readonly #isOwnLimit: boolean;
  readonly #measurement: AttemptTerms['measurement'];
  readonly #resolve: (result: unknown) => void;
  readonly #reject: (error: unknown) => void;
  #timer: unknown = null;
  #controller: AbortController | null = null;
  #cut: { readonly reason: unknown } | null = null;

  constructor(
    call: Call,
    remainingMs: number,
    measurement: AttemptTerms['measurement'],
    resolve: (result: unknown) => void,
    reject: (error: unknown) => void,
  ) {
    this.number = call.attempts;
    this.remainingMs = remainingMs;
    this.#isOwnLimit = call.limitMs <= remainingMs + SAME_MS;
    this.limitMs = this.#isOwnLimit ? call.limitMs : remainingMs;
    this.#call = call;
    this.#measurement = measurement;
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
    const { action, context, trace } = this.#call;
    this.#call.waitAt(this);
    if (this.limitMs !== Infinity) this.#timer = context.clock.setTimeout(passLimit, this.limitMs, this);
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
    const { facts, context } = this.#call;
    if (!this.#isOwnLimit) return this.#cutOff(this.#call.refuse(new DeadlinePassedError(facts)), 'nothing');
    context.counters.counts.timedOut++;
    this.#measurement?.timedOut();
    const error = new TimeoutError({ policy: context.policy, timeoutMs: this.limitMs });
    this.#cutOff(error, classify({ error }, context.classify));
  }

  /** Returns false when the caller has been released before: the late result is ignored. */
  #end(outcome: { result: unknown } | { error: unknown }): boolean {
    const { context } = this.#call;
    if (this.#cut !== null) {
      context.counters.abandoned--;
      return false;
    }
    const classification = classify(outcome, context.classify);
    this.#settle(classification);
    // Only good answers: an attempt that was cut off took as long as we let it, and a refused connection takes no time.
    if (classification === 'success') this.#measurement?.completed();
    return true;
  }

  #cutOff(reason: unknown, classification: Classification): void {
    this.#cut = { reason };
    this.#call.context.counters.abandoned++;
    this.#settle(classification);
    this.#reject(reason);
    this.#controller?.abort(reason);
  }

  #settle(classification: Classification): void {
    if (this.#timer !== null) this.#call.context.clock.clearTimeout(this.#timer);
    this.#call.waitAt(null);
    this.#call.lastResult = classification;
  }
}

function passLimit(attempt: RunningAttempt): void {
  attempt.passLimit();
}
