import type { BreakerState, ProbeCounts } from './breaker-window.ts';
import type { Call, Step } from '../call.ts';
import { Circuit } from './opossum.ts';
import { BreakerOpenError } from '../errors.ts';
import { FailedResult } from './failed-result.ts';
import { type Filled, whole } from '../schema.ts';
import type { Site } from '../context.ts';
import type { Strategy } from '../strategy.ts';
import { MINUTE, SECOND } from '../units.ts';

export const breakerOptions = {
  /** Failures in a row that open it. Default 5, from 1 to 1000. */
  failuresToOpen: whole(5, { least: 1, most: 1000 }),
  /** How long it rests, in ms; a rest under way keeps its length. Default 30,000, from 1000 to 600,000. */
  openMs: whole(30 * SECOND, { least: 1 * SECOND, most: 10 * MINUTE }),
  /**
   * The same where the dependency cannot be reached (a judge says so), or has never answered this process: it is not running,
   * or not yet, and a call that is refused costs nothing. Never longer than `openMs`. Default: `openMs`, from 1000 to 600,000.
   */
  unreachableOpenMs: whole(30 * SECOND, { least: 1 * SECOND, most: 10 * MINUTE }),
  /** Calls let through to try, after the rest. Default 3, from 1 to 100. */
  probes: whole(3, { least: 1, most: 100 }),
  /** Good ones among them that close it. Default 2, from 1 to `probes`. */
  successesToClose: whole(2, { least: 1, most: 100 }),
  /** How long a probe may take without an end, in ms; then it has failed. Default 10,000, from 100 to 600,000. */
  leaseMs: whole(10 * SECOND, { least: 100, most: 10 * MINUTE }),
};

export interface BreakerSnapshot {
  readonly state: BreakerState;
  readonly failuresInRow: number;
  /** Until the first probe; 0 unless open. */
  readonly retryInMs: number;
  /** Only while half-open. */
  readonly probes?: ProbeCounts;
}

/** Leaves a failing dependency in peace, then asks it with a few probes whether it is back. */
export class Breaker implements Strategy {
  /** An opossum breaker: what works on one works on it. */
  readonly circuit: Circuit;
  readonly #options: Filled<typeof breakerOptions>;
  readonly #site: Site;

  constructor(options: Filled<typeof breakerOptions>, site: Site) {
    this.#options = options;
    this.#site = site;
    this.circuit = new Circuit(options, site);
  }

  run(call: Call, next: Step): Promise<unknown> {
    call.judgement = 'nothing';
    // After a reset: calls of before end as they began, and count no more.
    if (this.circuit.isShutdown) return next(call);
    if (!this.circuit.lets) return Promise.reject(this.#refuse(call));
    return this.circuit.fire(this.circuit, call, next).catch((error: unknown) => this.#unwrap(call, error));
  }

  change(): void {
    this.circuit.apply();
  }

  shutdown(): void {
    this.circuit.shutdown();
  }

  snapshot(): BreakerSnapshot {
    const { state, failuresInRow, probes } = this.circuit;
    return { state, failuresInRow, retryInMs: this.#retryInMs(), ...(probes !== undefined && { probes }) };
  }

  /** With the events of opossum's own refusal, but without its error: taking the stack of one costs more than all the rest. */
  #refuse(call: Call): BreakerOpenError {
    this.circuit.emit('fire', []);
    const error = this.#openError(call);
    this.circuit.emit('reject', error);
    return call.refuse(error);
  }

  #unwrap(call: Call, error: unknown): unknown {
    if (error instanceof FailedResult) return error.result;
    // A listener of opossum's `fire` took the last place between our question and its own.
    if (call.judgement === 'nothing' && isOpossumsRefusal(error)) throw call.refuse(this.#openError(call));
    throw error;
  }

  #openError(call: Call): BreakerOpenError {
    return new BreakerOpenError(call.facts, this.#retryInMs());
  }

  #retryInMs(): number {
    const { state, opened, openedAtMs, restMs } = this.circuit;
    if (state !== 'open') return 0;
    // Held open beyond its rest, nobody knows: the next rest is as good a word as any.
    return opened ? Math.max(0, openedAtMs + restMs - this.#site.clock.now()) : this.#options.openMs;
  }
}

function isOpossumsRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EOPENBREAKER';
}
