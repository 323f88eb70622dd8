import type { BreakerOptions } from '../options.ts';
import type { Call, PipelineContext, Step } from '../call.ts';
import type { AttemptTerms, BreakerState, Classification, ForcedState } from '../types.ts';
import { BreakerOpenError } from '../errors.ts';
import type { Strategy } from '../strategy.ts';
import {
  admit,
  beneath,
  close,
  count,
  decide,
  endOpenPeriod,
  force,
  initialState,
  open,
  type OpenPeriod,
  type ProbeCounts,
  type State,
  visible,
} from './breaker.ts';
import { Circuit, type Driver } from './opossum.ts';

export interface BreakerSnapshot {
  readonly state: BreakerState;
  readonly failuresInRow: number;
  /** Until the first probe; 0 unless open. */
  readonly retryInMs: number;
  /** Only while half-open. */
  readonly probes?: ProbeCounts;
}

/** A call that was let through. */
interface Admission {
  readonly epoch: number;
  readonly isProbe: boolean;
  probeTimer: unknown;
}

/** Does not call a dependency that keeps failing, then finds out with a few probes whether it works again: `breaker.ts` with time and events. */
export class Breaker implements Strategy, Driver<Admission> {
  /** Shows the state to everything that works with an opossum breaker. */
  readonly circuit: Circuit;
  isShutDown = false;
  readonly #options: BreakerOptions;
  readonly #context: PipelineContext;
  readonly #onClose: () => void;
  readonly #probes = new Set<Admission>();
  #state: State = initialState;
  #openTimer: unknown = null;

  constructor(options: BreakerOptions, context: PipelineContext, onClose: () => void) {
    this.#options = options;
    this.#context = context;
    this.#onClose = onClose;
    this.circuit = new Circuit(this, context.policy, options.openMs);
  }

  run(call: Call, next: Step, terms?: AttemptTerms): Promise<unknown> {
    // After a reset: calls that started before end as they began, and count no more.
    if (this.isShutDown) return next(call, terms);
    return this.isAdmitting ? this.circuit.run(call, next) : this.circuit.refuse(call);
  }

  get state(): BreakerState {
    return this.isShutDown ? 'open' : visible(this.#state);
  }

  get isAdmitting(): boolean {
    return admit(this.#state, this.#options) !== null;
  }

  admit(): Admission | null {
    const state = admit(this.#state, this.#options);
    if (state === null) return null;
    this.#state = state;
    const { is, epoch } = beneath(state);
    const admission: Admission = { epoch, isProbe: is === 'half-open', probeTimer: null };
    if (admission.isProbe) this.#limitProbe(admission);
    return admission;
  }

  settle(admission: Admission, result: Classification): void {
    if (result === 'success') this.#context.dependency.hasAnswered = true;
    // Not the probe that took too long: that result has been counted.
    if (!admission.isProbe || this.#endProbe(admission)) this.#count(admission, result);
  }

  /** Follows the counts; also after the rules were changed at run time. */
  change(): void {
    const decided = decide(this.#state, this.#options);
    if (decided === 'open') this.#enter(open(this.#state, this.#newOpenPeriod()));
    if (decided === 'closed') this.#enter(close(this.#state));
  }

  force(to: ForcedState | null): void {
    if (!this.isShutDown)
      this.#enter(to === null ? beneath(this.#state) : force(this.#state, to, this.#newOpenPeriod()));
  }

  /** As a user of opossum does by hand. */
  open(): void {
    const isHeldClosed = this.#state.is === 'forced' && this.#state.to === 'closed';
    if (!this.isShutDown && !isHeldClosed) this.#enter(open(this.#state, this.#newOpenPeriod()));
  }

  /** As a user of opossum does by hand. While half-open only the probes close it. */
  close(): void {
    if (!this.isShutDown && beneath(this.#state).is === 'open') this.#enter(close(this.#state));
  }

  shutdown(): void {
    this.circuit.shutdown();
  }

  stop(): void {
    this.isShutDown = true;
    this.#clearTimers();
  }

  snapshot(): BreakerSnapshot {
    const state = beneath(this.#state);
    const common = {
      state: this.state,
      failuresInRow: state.is === 'closed' ? state.failuresInRow : 0,
      retryInMs: this.retryInMs,
    };
    if (this.state !== 'half-open' || state.is !== 'half-open') return common;
    const { admitted, good, bad } = state;
    return { ...common, probes: { admitted, good, bad } };
  }

  openError(call: Call): BreakerOpenError {
    return new BreakerOpenError(call.facts, this.retryInMs);
  }

  get retryInMs(): number {
    if (this.state !== 'open') return 0;
    const state = beneath(this.#state);
    // Held open beyond its open period: the next one takes about this long.
    if (state.is !== 'open') return this.#options.openMs;
    return Math.max(0, state.sinceMs + state.openMs - this.#context.clock.now());
  }

  #count({ epoch }: Admission, result: Classification): void {
    if (this.isShutDown) return;
    this.#state = count(this.#state, epoch, result);
    if (result !== 'nothing' && epoch === beneath(this.#state).epoch) this.change();
  }

  #enter(state: State): void {
    const [before, from] = [beneath(this.#state), this.state];
    this.#state = state;
    if (beneath(state).epoch !== before.epoch) this.#startEpoch();
    const to = this.state;
    if (from === to) return;
    if (to === 'closed') this.#onClose();
    this.#context.listeners.notify('state', { policy: this.#context.policy, from, to });
    this.circuit.show(to, this.#options.openMs);
  }

  #startEpoch(): void {
    this.#clearTimers();
    const state = beneath(this.#state);
    if (state.is !== 'open') return;
    const { clock } = this.#context;
    this.#openTimer = clock.setTimeout(() => this.#enter(endOpenPeriod(this.#state)), state.openMs, undefined);
    // An open breaker keeps no process alive.
    (this.#openTimer as { unref?: () => void } | null)?.unref?.();
  }

  /** A dependency that is not running, or not yet, is tried again soon: the calls that find that out cost nothing. */
  #newOpenPeriod(): OpenPeriod {
    const { openMs, unreachableOpenMs, openJitter } = this.#options;
    const { clock, dependency, random } = this.#context;
    const isKnown = dependency.hasAnswered && !beneath(this.#state).isUnreachable;
    const plainMs = isKnown ? openMs : Math.min(openMs, unreachableOpenMs);
    return { sinceMs: clock.now(), openMs: Math.round(plainMs * (1 + openJitter * (2 * random() - 1))) };
  }

  /** A probe that never ended would keep the breaker half-open for ever. */
  #limitProbe(probe: Admission): void {
    this.#probes.add(probe);
    const timeOut = () => this.#endProbe(probe) && this.#count(probe, 'failure');
    probe.probeTimer = this.#context.clock.setTimeout(timeOut, this.#options.probeTimeoutMs, undefined);
  }

  /** Returns false when it had ended before. */
  #endProbe(probe: Admission): boolean {
    this.#context.clock.clearTimeout(probe.probeTimer);
    return this.#probes.delete(probe);
  }

  #clearTimers(): void {
    this.#context.clock.clearTimeout(this.#openTimer);
    for (const probe of this.#probes) this.#endProbe(probe);
  }
}
