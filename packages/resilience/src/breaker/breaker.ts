import { type BreakerState, type Classification, type ForcedState, isFailure } from '../types.ts';

/*
 * The state machine of the breaker: pure functions from a state to the next one. They know no time and no timers;
 * `breaker-strategy.ts` calls them with results, and calls `endOpenPeriod` when the open period is over. Attempts are counted, not
 * calls: retry is outside the breaker, so each attempt of a call is admitted or refused.
 *
 *   closed     admits every attempt. `failuresToOpen` (5) failures in a row open it.
 *   open       admits none until its open period ends.
 *   half-open  admits `probes` (3) attempts. `successesToClose` (2) good results close it; when they can no longer come, it opens.
 *   forced     an operator holds it open or closed; the state beneath goes on.
 *
 * A result is `success`, `failure`, `unreachable` (a failure: nothing listens there, so the open period is short), or `nothing`
 * (no information about the dependency, for example because the caller left). A probe that never ends is a failure after
 * `probeTimeoutMs` (10 s).
 *
 * The open period is `openMs` (30 s). It is `unreachableOpenMs` (by default the same, in this shop 1 s) if the last result was
 * `unreachable`, or the dependency has never answered this process. Each is up to `openJitter` (20 %) longer or shorter, at random.
 */

/** The results of half-open probes: `good` and `bad` are among the `admitted`, the others have not ended yet. */
export interface ProbeCounts {
  readonly admitted: number;
  readonly good: number;
  readonly bad: number;
}

interface Common {
  /** Grows with each transition. A result counts only in the epoch in which its call was admitted. */
  readonly epoch: number;
  /** Whether the last result says that the dependency is unreachable: such a breaker stays open for a shorter time. */
  readonly isUnreachable: boolean;
}
type Closed = Common & { readonly is: 'closed'; readonly failuresInRow: number };
type Open = Common & { readonly is: 'open'; readonly sinceMs: number; readonly openMs: number };
type HalfOpen = Common & ProbeCounts & { readonly is: 'half-open' };
type Released = Closed | Open | HalfOpen;
/** Held by an operator. What lies beneath goes on, and is the state again after the release. */
type Forced = { readonly is: 'forced'; readonly to: ForcedState; readonly beneath: Released };

export type State = Released | Forced;

export interface Rules {
  readonly failuresToOpen: number;
  readonly probes: number;
  readonly successesToClose: number;
}

/** When an open period starts, and how long it takes. */
export interface OpenPeriod {
  readonly sinceMs: number;
  readonly openMs: number;
}

export const initialState: State = { is: 'closed', epoch: 0, isUnreachable: false, failuresInRow: 0 };

/** Returns the state as callers see it. */
export function visible(state: State): BreakerState {
  return state.is === 'forced' ? state.to : state.is;
}

export function beneath(state: State): Released {
  return state.is === 'forced' ? state.beneath : state;
}

/** Admits one more call, or returns null. While half-open the call is a probe and takes one of the probe permits. */
export function admit(state: State, { probes }: Rules): State | null {
  switch (state.is) {
    case 'closed':
      return state;
    case 'open':
      return null;
    case 'half-open':
      return state.admitted < probes ? { ...state, admitted: state.admitted + 1 } : null;
    case 'forced':
      return state.to === 'closed' ? state : null;
  }
}

/** Counts the result of a call that was admitted in that epoch. A result that says nothing frees the permit of its probe. */
export function count(state: State, epoch: number, result: Classification): State {
  if (state.is === 'forced') return { ...state, beneath: beneath(count(state.beneath, epoch, result)) };
  if (epoch !== state.epoch || state.is === 'open') return state;
  if (result === 'nothing') return state.is === 'half-open' ? { ...state, admitted: state.admitted - 1 } : state;
  const isUnreachable = result === 'unreachable';
  const isBad = isFailure(result);
  if (state.is === 'half-open')
    return isBad ? { ...state, isUnreachable, bad: state.bad + 1 } : { ...state, isUnreachable, good: state.good + 1 };
  if (!isBad && state.failuresInRow === 0 && !state.isUnreachable) return state; // most calls, and they allocate nothing
  return { ...state, isUnreachable, failuresInRow: isBad ? state.failuresInRow + 1 : 0 };
}

/** Returns the state that the counts lead to; null: none, or an operator holds the breaker. */
export function decide(state: State, { failuresToOpen, probes, successesToClose }: Rules): ForcedState | null {
  if (state.is === 'closed') return state.failuresInRow >= failuresToOpen ? 'open' : null;
  if (state.is !== 'half-open') return null;
  if (state.good >= successesToClose) return 'closed';
  // As soon as the remaining probes can no longer bring enough good results.
  return state.bad > probes - successesToClose ? 'open' : null;
}

/** Closes, also while an operator holds the breaker. Closed already: the count goes on. */
export function close(state: State): State {
  return enter(state, 'closed', old => ({ is: 'closed', ...next(old), failuresInRow: 0 }));
}

/** Opens; an open period under way keeps its length. */
export function open(state: State, { sinceMs, openMs }: OpenPeriod): State {
  return enter(state, 'open', old => ({ is: 'open', ...next(old), sinceMs, openMs }));
}

/** The open period is over: probes may start, as soon as no operator holds the breaker open. */
export function endOpenPeriod(state: State): State {
  return enter(state, 'half-open', old => ({ is: 'half-open', ...next(old), admitted: 0, good: 0, bad: 0 }));
}

/** An operator holds the breaker open or closed. */
export function force(state: State, to: ForcedState, period: OpenPeriod): State {
  if (state.is === 'forced' && state.to === to) return state;
  return { is: 'forced', to, beneath: beneath(to === 'open' ? open(state, period) : close(state)) };
}

function enter(state: State, is: BreakerState, to: (old: Released) => Released): State {
  if (state.is === 'forced') return { ...state, beneath: beneath(enter(state.beneath, is, to)) };
  return state.is === is ? state : to(state);
}

function next({ epoch, isUnreachable }: Released): Common {
  return { epoch: epoch + 1, isUnreachable };
}
