import { isFailure, type Judgement } from '../classify.ts';

export interface WindowRules {
  readonly failuresToOpen: number;
  readonly probes: number;
  readonly successesToClose: number;
}

export type Verdict = 'stay' | 'open' | 'close';

export type BreakerState = 'closed' | 'open' | 'half-open';

/** Of a half-open window: `good` and `bad` are among the `admitted`, the others have no end yet. */
export interface ProbeCounts {
  readonly admitted: number;
  readonly good: number;
  readonly bad: number;
}

type State =
  | { readonly is: 'closed'; failuresInRow: number }
  | { readonly is: 'open' }
  | { readonly is: 'half-open'; admitted: number; good: number; bad: number };

/**
 * Counts outcomes and says what follows from them: no clock, no promise, no event.
 *
 * Each transition begins a new epoch; what was admitted in an earlier one has no word in this one.
 */
export class BreakerWindow {
  epoch = 0;
  /** Whether the last failure says that the dependency cannot be reached: the one that opens it decides for how long. */
  isUnreachable = false;
  #state: State = { is: 'closed', failuresInRow: 0 };
  readonly #rules: WindowRules;

  constructor(rules: WindowRules) {
    this.#rules = rules;
  }

  /** Failures since the last success; 0 unless closed. */
  get failuresInRow(): number {
    return this.#state.is === 'closed' ? this.#state.failuresInRow : 0;
  }

  /** What came of the probes so far; undefined unless half-open. */
  get probes(): ProbeCounts | undefined {
    if (this.#state.is !== 'half-open') return undefined;
    const { admitted, good, bad } = this.#state;
    return { admitted, good, bad };
  }

  /** Whether one more probe may start. */
  get hasRoom(): boolean {
    return this.#state.is === 'half-open' && this.#state.admitted < this.#rules.probes;
  }

  enter(is: BreakerState): void {
    this.epoch++;
    if (is === 'closed') this.#state = { is, failuresInRow: 0 };
    else this.#state = is === 'open' ? { is } : { is, admitted: 0, good: 0, bad: 0 };
  }

  /** A call is let through. True when it is a probe: it must be settled once, or its place is taken for ever. */
  admit(): boolean {
    if (this.#state.is !== 'half-open') return false;
    this.#state.admitted++;
    return true;
  }

  settle(epoch: number, judgement: Judgement): Verdict {
    if (epoch !== this.epoch) return 'stay';
    const state = this.#state;
    if (judgement !== 'nothing') this.isUnreachable = judgement === 'unreachable';
    if (state.is === 'closed') {
      if (judgement === 'success') state.failuresInRow = 0;
      if (isFailure(judgement)) state.failuresInRow++;
    }
    if (state.is === 'half-open') {
      if (judgement === 'nothing') state.admitted--;
      if (judgement === 'success') state.good++;
      if (isFailure(judgement)) state.bad++;
    }
    return judgement === 'nothing' ? 'stay' : this.verdict();
  }

  /** What the counts come to; asked again when the rules were changed. */
  verdict(): Verdict {
    const { failuresToOpen, probes, successesToClose } = this.#rules;
    const state = this.#state;
    if (state.is === 'closed') return state.failuresInRow >= failuresToOpen ? 'open' : 'stay';
    if (state.is === 'open') return 'stay';
    if (state.good >= successesToClose) return 'close';
    // As soon as the rest can no longer bring enough good ones.
    return state.bad > probes - successesToClose ? 'open' : 'stay';
  }
}
