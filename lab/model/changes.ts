import type { Step } from './explore.ts';
import {
  type ChargeStep,
  type Fault,
  type Hint,
  type LateStatement,
  type Message,
  type Postgres,
  type Row,
  type State,
  SWEEPER,
  type Verdict,
  type Worker,
} from './state.ts';

/** States are never changed: each of these makes the next one. */
export function withWorker(state: State, name: string, worker: Worker): State {
  return { ...state, workers: { ...state.workers, [name]: worker } };
}

export function withRow(state: State, key: string, row: Row | null): State {
  return { ...state, postgres: { ...state.postgres, rows: { ...state.postgres.rows, [key]: row } } };
}

export function withHint(state: State, key: string, hint: Hint): State {
  return { ...state, redis: { ...state.redis, [key]: hint } };
}

export function withPostgres(state: State, changes: Partial<Postgres>): State {
  return { ...state, postgres: { ...state.postgres, ...changes } };
}

/** The worker waits for it no longer. */
export function withLate(state: State, statement: LateStatement): State {
  return withPostgres(state, { late: [...state.postgres.late, statement] });
}

/** A worker is done with its request, and says nothing final; the sweeper looks for the next row. */
export function leave(state: State, name: string): State {
  return withWorker(state, name, name === SWEEPER ? { is: 'idle' } : { is: 'gone' });
}

/** What is under way has no order, so two states that differ in it only are one. */
export function inOrder(network: Message[]): Message[] {
  const text = (message: Message) => JSON.stringify(message);
  return network.toSorted((one, other) => (text(one) < text(other) ? -1 : 1));
}

/** Its own claim only: another's may stand there by now. */
export function release(state: State, name: string, key: string): State {
  const hint = state.redis[key];
  return hint?.is === 'claimed' && hint.by === name ? withHint(state, key, { is: 'free' }) : state;
}

/** The request ends with "nothing was charged" (503, or 409 for an order that is taken), and its claim is free. */
export function refuse(state: State, name: string, key: string): State {
  return withWorker(release(state, name, key), name, { is: 'gone', refused: key });
}

/** The client gets its final answer; the sweeper has no client. */
export function tell(state: State, name: string, key: string, verdict: Verdict): State {
  const told = state.told[key] ?? [];
  const isNew = name !== SWEEPER && !told.includes(verdict);
  const after = isNew ? { ...state, told: { ...state.told, [key]: [...told, verdict].toSorted() } } : state;
  return leave(after, name);
}

/** No client hears what the sweeper would answer. */
export function andAnswers(name: string, status: number): string {
  return name === SWEEPER ? '' : ` and answers ${status}`;
}

export function itself(says: string, to: State): ChargeStep {
  return { says, to, by: 'itself' };
}

export function maybe(says: string, to: State): ChargeStep {
  return { says, to, by: 'maybe' };
}

/** Nothing, when no more faults are granted. */
export function fault(from: State, kind: Fault, step: () => Step<State>): ChargeStep[] {
  if (from.faultsLeft === 0) return [];
  const { says, to } = step();
  return [{ says, to: { ...to, faultsLeft: from.faultsLeft - 1 }, by: kind }];
}
