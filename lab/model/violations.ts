import { has, type Setting } from './mechanisms.ts';
import { type ChargeStep, isFinal, type State } from './state.ts';

/** What must never be so. */
export type Violation =
  /** Two charges for one key or one order; more refunded than was captured. */
  | 'too much money moved'
  /** A client was told captured and it is not, or declined or canceled and it is. */
  | 'an answer is not true'
  | 'two final answers to one key'
  | 'told that nothing was charged, and charged'
  /** A client was told captured, and in the end no charge of its order stands. */
  | 'paid, and all of it given back'
  | 'an answer says otherwise than the ledger'
  | 'the ledger says otherwise than the bank'
  | 'the ledger has it twice'
  /** Nothing will happen any more, and a charge is not settled: no process will ever know. */
  | 'never settled';

export function violationsIn(setting: Setting, state: State, next: readonly ChargeStep[]): Violation[] {
  const keys = Object.keys(setting.world.amounts);
  // What happens by itself cannot go round in a circle: workers only go on, and each takeover costs a fault. So where
  // nothing more happens every quiet continuation ends, and each of them must end well.
  const isQuiet = !next.some(({ by }) => by === 'itself');
  const found = new Set<Violation>();
  const sum = keys.reduce((sum, key) => sum + leftOf(state, key) * (setting.world.amounts[key] ?? 0), 0);
  if (isTooMuch(setting, state, sum, isQuiet)) found.add('too much money moved');
  if (isQuiet && sum === 0 && keys.some(key => movedOf(state, key) > 0 && state.told[key]?.includes('moved')))
    found.add('paid, and all of it given back');
  for (const key of keys) for (const what of wrongWithKey(setting, state, key)) found.add(what);
  if (isQuiet && !keys.every(key => isSettled(setting, state, key))) found.add('never settled');
  return [...found];
}

/** Never twice for one key. A lost row holds no order: then a second charge may come, and must go back. */
function isTooMuch({ world }: Setting, state: State, sum: number, isQuiet: boolean): boolean {
  if (Object.keys(world.amounts).some(key => movedOf(state, key) > 1)) return true;
  return sum > world.limit && (isQuiet || !state.postgres.wentBack);
}

function wrongWithKey(setting: Setting, state: State, key: string): Violation[] {
  const found: Violation[] = [];
  const told = state.told[key] ?? [];
  const row = state.postgres.rows[key];
  if (told.length > 1) found.push('two final answers to one key');
  if (told.some(verdict => !agrees(state, key, verdict))) found.push('an answer is not true');
  if (believesNothing(setting, state, key) && movedOf(state, key) > 0)
    found.push('told that nothing was charged, and charged');
  const replaying = Object.values(state.workers).find(worker => worker.is === 'replaying' && worker.key === key);
  if (replaying?.is === 'replaying' && row?.state !== replaying.verdict)
    found.push('an answer says otherwise than the ledger');
  if (row != null && isFinal(row.state) && !agrees(state, key, row.state))
    found.push('the ledger says otherwise than the bank');
  if (row != null && row.booked > 1) found.push('the ledger has it twice');
  return found;
}

/** Each request that was sent with the key was answered "nothing was charged", and its client does not come back. */
function believesNothing(setting: Setting, state: State, key: string): boolean {
  const { requests } = setting.world;
  const sent = Object.entries(state.workers).filter(([name, { is }]) => requests[name] === key && is !== 'idle');
  const refused = sent.filter(([, worker]) => worker.is === 'gone' && worker.refused !== undefined);
  if (!has(setting, 'every-answer-counts')) return refused.length > 0;
  return refused.length > 0 && refused.length === sent.length;
}

/** Row, entries and bank say the same. Without rows, what Redis remembers has to do. */
function isSettled(setting: Setting, state: State, key: string): boolean {
  const moved = movedOf(state, key);
  const row = state.postgres.rows[key];
  if (!has(setting, 'row')) return moved === 0 || state.redis[key]?.is === 'finished';
  if (row == null || row.state === 'taken-back') return moved === 0;
  const givenBack = row.superfluous === true ? moved : 0;
  return isFinal(row.state) && row.booked === moved && state.bank.givenBack[key] === givenBack;
}

function agrees(state: State, key: string, verdict: string): boolean {
  return (verdict === 'moved') === movedOf(state, key) > 0;
}

function movedOf(state: State, key: string): number {
  return state.bank.moved[key] ?? 0;
}

function leftOf(state: State, key: string): number {
  return movedOf(state, key) - (state.bank.givenBack[key] ?? 0);
}
