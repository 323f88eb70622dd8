import { EventEmitter } from 'node:events';
import CircuitBreaker, { type Status, type StatusOptions } from 'opossum';
import type { Call, Step } from '../call.ts';
import type { RefusedError } from '../errors.ts';
import { warnOnce } from '../telemetry/warn-once.ts';
import { type AttemptTerms, type BreakerState, type Classification, type ForcedState, isFailure } from '../types.ts';

/** The breaker whose state the circuit shows, and that decides which calls are let through. */
export interface Driver<Admission = unknown> {
  readonly state: BreakerState;
  readonly isAdmitting: boolean;
  readonly isShutDown: boolean;
  admit(): (Admission & { readonly isProbe: boolean }) | null;
  settle(admission: Admission, result: Classification): void;
  openError(call: Call): RefusedError;
  force(to: ForcedState | null): void;
  open(): void;
  close(): void;
  stop(): void;
}

const events = { open: 'open', 'half-open': 'halfOpen', closed: 'close' } as const;
const PROBE: AttemptTerms = { isProbe: true };

/**
 * Adapts opossum: its `fire`, events and statistics are its own, its state is the breaker's. Only public members are overridden.
 *
 * What works on an opossum breaker works on this one, opossum-prometheus for example.
 */
export class Circuit extends CircuitBreaker<[Circuit, Call, Step]> {
  readonly #driver: Driver;

  constructor(driver: Driver, name: string, openMs: number) {
    super((circuit, call, next) => circuit.#attempt(call, next), {
      ...sharedStatusOptions,
      name,
      timeout: false,
      resetTimeout: openMs,
      status: new CountingStatus(),
      errorFilter: (_, __, call) => !isFailure(call.classification),
    });
    this.#driver = driver;
    // opossum's own listeners of `open` start a second timer for the open period.
    this.removeAllListeners('open').on('open', () => this.status.open());
    this.on('halfOpen', () => {}); // opossum-prometheus counts the events that have a listener
  }

  override get closed(): boolean {
    return !this.isShutdown && this.#driver.state === 'closed';
  }

  override get opened(): boolean {
    return !this.isShutdown && this.#driver.state === 'open';
  }

  override get halfOpen(): boolean {
    return !this.isShutdown && this.#driver.state === 'half-open';
  }

  override get isShutdown(): boolean {
    return this.#driver.isShutDown;
  }

  /** opossum asks whether a probe may start. */
  override get pendingClose(): boolean {
    return this.halfOpen && this.#driver.isAdmitting;
  }

  /** True turns off opossum's failure rate, and with it the sorting of all latencies at each failure. */
  override get warmUp(): boolean {
    return true;
  }

  override open(): void {
    this.#driver.open();
  }

  override close(): void {
    this.#driver.close();
  }

  force(to: ForcedState | null): void {
    this.#driver.force(to);
  }

  override shutdown(): void {
    this.#driver.stop();
    super.shutdown();
  }

  /** Emits the event of a state that the breaker has entered. */
  show(state: BreakerState, openMs: number): void {
    if (state === 'half-open') this.emit(events[state], openMs);
    else this.emit(events[state]);
  }

  // A listener that throws inside opossum's `fire` would turn a success into a failure.
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    try {
      return super.emit(event, ...args);
    } catch (error) {
      warnOnce(this, 'A listener of a circuit failed, which changes nothing for calls', error);
      return true;
    }
  }

  async run(call: Call, next: Step): Promise<unknown> {
    const attempts = call.attempts;
    try {
      return await this.fire(this, call, next);
    } catch (error) {
      if (error instanceof FailedResult) return error.result;
      // A listener of opossum's `fire` event has made a call that took the last place.
      if (attempts === call.attempts && isOpossumsRefusal(error)) throw call.refuse(this.#driver.openError(call));
      throw error;
    }
  }

  /** Refuses with the events of opossum's own refusal, but without its error: taking a stack costs more than all the rest. */
  refuse(call: Call): Promise<never> {
    this.emit('fire', []);
    const error = this.#driver.openError(call);
    this.emit('reject', error);
    return Promise.reject(call.refuse(error));
  }

  async #attempt(call: Call, next: Step): Promise<unknown> {
    const admission = this.#driver.admit();
    if (admission === null) return next(call); // opossum was disabled by hand
    try {
      const result = await next(call, admission.isProbe ? PROBE : undefined);
      return isFailure(call.classification) ? await Promise.reject(new FailedResult(result)) : result;
    } finally {
      this.#driver.settle(admission, call.classification);
    }
  }
}

/** A result that counts as a failure, on its way through opossum, which knows failures by rejection only. */
class FailedResult {
  readonly result: unknown;

  constructor(result: unknown) {
    this.result = result;
  }
}

function isOpossumsRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EOPENBREAKER';
}

/** Never emits: a breaker without one would start an interval of its own. */
const rotateBucketController = new EventEmitter().setMaxListeners(0);
const sharedStatusOptions: StatusOptions = { rotateBucketController, enableSnapshots: false };

// opossum's own class, by the public way to it.
const StockStatus = CircuitBreaker.newStatus(sharedStatusOptions).constructor as new (options: StatusOptions) => Status;

/** opossum's statistics as plain counters. The stock one keeps every latency, and sorts them all at each failure. */
class CountingStatus extends StockStatus {
  readonly #counts: Record<string, number> = {};

  constructor() {
    super(sharedStatusOptions);
  }

  override get stats(): Record<string, unknown> {
    return { ...this.#counts, latencyTimes: [], percentiles: {}, latencyMean: -1 };
  }

  override increment(counter: string): void {
    this.#counts[counter] = (this.#counts[counter] ?? 0) + 1;
  }
}
