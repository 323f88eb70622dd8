import { has, type Setting } from './mechanisms.ts';
import { type ChargeStep, isFinal, type State } from './state.ts';

/** What must never be so. */
export type Violation =
  /** Two charges for one key or one order; more refunded than was captured. */
  | 'too much money moved'
  /** A client was told captured and it is not, or declined or cancelled and it is. */
  | 'an answer is not true'
  | 'two final answers to one key'
  | 'the ledger says otherwise than the bank'
  | 'the ledger has it twice'
  /** Nothing will happen any more, and a charge is not settled: nobody will ever know. */
  | 'never settled';

export function violationsIn(setting: Setting, state: State, next: readonly ChargeStep[]): Violation[] {
  const keys = Object.keys(setting.world.amounts);
  const found: Violation[] = [];
  const movedInAll = keys.reduce((sum, key) => sum + movedOf(state, key) * (setting.world.amounts[key] ?? 0), 0);
  if (movedInAll > setting.world.limit) found.push('too much money moved');
  for (const key of keys) {
    const told = state.told[key] ?? [];
    if (told.length > 1) found.push('two final answers to one key');
    if (told.some(verdict => !agrees(state, key, verdict))) found.push('an answer is not true');
    const row = state.postgres.rows[key];
    if (row != null && isFinal(row.state) && !agrees(state, key, row.state))
      found.push('the ledger says otherwise than the bank');
    if (row != null && row.booked > 1) found.push('the ledger has it twice');
  }
  // What happens by itself cannot go round in a circle: workers only go on, and each takeover costs a fault. So where
  // nothing more happens every quiet continuation ends, and each of them must end well.
  const isQuiet = !next.some(({ by }) => by === 'itself');
  if (isQuiet && !keys.every(key => isSettled(setting, state, key))) found.push('never settled');
  return found;
}

/** Row, entries and bank say the same. Without rows, what Redis remembers has to do. */
function isSettled(setting: Setting, state: State, key: string): boolean {
  const moved = movedOf(state, key);
  const row = state.postgres.rows[key];
  if (!has(setting, 'row')) return moved === 0 || state.redis[key]?.is === 'finished';
  return row == null ? moved === 0 : isFinal(row.state) && row.booked === moved;
}

function agrees(state: State, key: string, verdict: string): boolean {
  return (verdict === 'moved') === movedOf(state, key) > 0;
}

function movedOf(state: State, key: string): number {
  return state.bank.moved[key] ?? 0;
}
