import CircuitBreaker from 'opossum';
import {
  type BreakerState,
  BreakerWindow,
  type ProbeCounts,
  type Verdict,
  type WindowRules,
} from './breaker-window.ts';
import type { Call, Step } from '../call.ts';
import { CountingStatus, sharedStatusOptions } from './counting-status.ts';
import { FailedResult } from './failed-result.ts';
import { isFailure, type Judgement } from '../classify.ts';
import { Leases } from './leases.ts';
import type { Site } from '../context.ts';
import { warnOnce } from '../telemetry/warn-once.ts';

export type Forced = 'open' | 'closed' | null;

export interface CircuitRules extends WindowRules {
  readonly openMs: number;
  readonly unreachableOpenMs: number;
  readonly leaseMs: number;
}

/**
 * opossum over public members: its trip by rate, its single probe and its closing on the first success are replaced by
 * `BreakerWindow`; states, rest, events and `fire` are its own. The rest is kept by Node's timer, whatever the pipeline's clock.
 */
export class Circuit extends CircuitBreaker<[Circuit, Call, Step]> {
  restMs = 0;
  openedAtMs = 0;
  readonly #rules: CircuitRules;
  readonly #site: Site;
  readonly #window: BreakerWindow;
  readonly #leases: Leases;
  #forced: Forced = null;
  #told: BreakerState = 'closed';
  #isVerdict = false;

  constructor(rules: CircuitRules, site: Site) {
    super((circuit, call, next) => circuit.#letThrough(call, next), {
      ...sharedStatusOptions,
      name: site.policy,
      timeout: false,
      resetTimeout: rules.openMs,
      status: new CountingStatus(),
      errorFilter: (_, __, { judgement }) => !isFailure(judgement),
    });
    this.#rules = rules;
    this.#site = site;
    this.#window = new BreakerWindow(rules);
    this.#leases = new Leases(rules, site.clock, epoch => this.#settle(epoch, 'failure'));
    this.on('open', () => this.#enter('open'));
    this.on('halfOpen', () => this.#enter('half-open'));
    this.on('close', () => this.#enter('closed'));
  }

  /** opossum asks whether one more call may try a half-open circuit. */
  override get pendingClose(): boolean {
    return this.halfOpen && this.#window.hasRoom;
  }

  /** True turns opossum's own trip off, and with it the sorting of all latencies at each failure. */
  override get warmUp(): boolean {
    return true;
  }

  get state(): BreakerState {
    if (this.#forced !== null) return this.#forced;
    return this.closed ? 'closed' : this.halfOpen ? 'half-open' : 'open';
  }

  get failuresInRow(): number {
    return this.#window.failuresInRow;
  }

  get probes(): ProbeCounts | undefined {
    return this.state === 'half-open' ? this.#window.probes : undefined;
  }

  get lets(): boolean {
    return this.#forced !== 'open' && (this.closed || this.pendingClose);
  }

  override open(): void {
    if (this.isShutdown || this.#forced === 'closed') return;
    this.options.resetTimeout = this.#nextRestMs();
    super.open();
  }

  /** opossum closes on the first success; half-open, only our verdict does. */
  override close(): void {
    if (this.isShutdown || (this.halfOpen && !this.#isVerdict)) return;
    super.close();
  }

  override shutdown(): void {
    this.#leases.endAll();
    super.shutdown();
  }

  // A listener that throws inside opossum's `fire` would turn a success into a failure.
  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event === 'halfOpen' && this.#forced === 'open') return false; // told when it is released
    try {
      return super.emit(event, ...args);
    } catch (error) {
      warnOnce(this, 'A listener of a circuit failed, which changes nothing for calls', error);
      return true;
    }
  }

  /** Held open it lets nobody through; held closed it counts, and lets everybody through. Released: see `Pipeline.force`. */
  force(to: Forced): void {
    if (this.isShutdown || to === this.#forced) return;
    this.#forced = to;
    if (to === 'open') this.open();
    if (to === 'closed') this.apply('close');
    // Its rest was over while it was held.
    if (to === null && this.halfOpen) this.emit('halfOpen', this.restMs);
    this.#tell();
  }

  /** Follows the window: at each outcome, and when its rules were changed. */
  apply(verdict: Verdict = this.#window.verdict()): void {
    if (verdict === 'open') this.open();
    if (verdict !== 'close') return;
    this.#isVerdict = true;
    this.close();
    this.#isVerdict = false;
  }

  async #letThrough(call: Call, next: Step): Promise<unknown> {
    const { epoch } = this.#window;
    call.isProbe = this.#window.admit();
    const lease = call.isProbe ? this.#leases.begin(epoch) : null;
    try {
      const result = await next(call);
      return isFailure(call.judgement) ? await Promise.reject(new FailedResult(result)) : result;
    } finally {
      if (call.judgement === 'success') this.#site.dependency.hasAnswered = true;
      if (lease === null || this.#leases.end(lease)) this.#settle(epoch, call.judgement);
    }
  }

  #settle(epoch: number, judgement: Judgement): void {
    if (!this.isShutdown) this.apply(this.#window.settle(epoch, judgement));
  }

  /** A dependency that is not running, or not yet, is tried again soon: the calls that find that out cost nothing. */
  #nextRestMs(): number {
    const { openMs, unreachableOpenMs } = this.#rules;
    const isThere = this.#site.dependency.hasAnswered && !this.#window.isUnreachable;
    return isThere ? openMs : Math.min(openMs, unreachableOpenMs);
  }

  #enter(state: BreakerState): void {
    this.#leases.endAll();
    this.#window.enter(state);
    if (state === 'open') {
      this.openedAtMs = this.#site.clock.now();
      this.restMs = this.options.resetTimeout;
    }
    this.#tell();
  }

  #tell(): void {
    const { state, name: policy } = this;
    if (state === this.#told) return;
    const from = this.#told;
    this.#told = state;
    this.#site.listeners.tell('state', { policy, from, to: state });
  }
}
