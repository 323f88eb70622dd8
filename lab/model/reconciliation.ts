import { itself, withRow } from './changes.ts';
import { freshRow } from './claim.ts';
import { has, type Setting } from './mechanisms.ts';
import { type ChargeStep, ended, isActive, type Row, type State } from './state.ts';
import { wordFor } from './worlds.ts';

/** Ledger and bank are compared: a capture without a row gets one, from the memo that the bank keeps with it. */
export function reconciliation(setting: Setting, state: State): ChargeStep[] {
  if (state.postgres.away || !has(setting, 'row')) return [];
  return Object.keys(setting.world.amounts).flatMap(key => {
    const moved = state.bank.moved[key] ?? 0;
    const row = state.postgres.rows[key] ?? null;
    if (moved === 0) return [];
    if (row === null || row.state === 'taken-back') return adopt(setting, state, key, row);
    return row.superfluous === true && (state.bank.givenBack[key] ?? 0) < moved ? [giveBack(state, key)] : [];
  });
}

/** One statement. While another charge of the order is pending, it does not write: that one may be declined. */
function adopt(setting: Setting, state: State, key: string, row: Row | null): ChargeStep[] {
  if (!has(setting, 'adoption')) return [];
  const others = Object.entries(state.postgres.rows).filter(([other, row]) => other !== key && isActive(row));
  const boundedHere = setting.world.overLimit === 'goes back';
  const isDecided = others.every(([, other]) => other?.state === 'moved');
  if (boundedHere && !isDecided && has(setting, 'adoption-waits')) return [];
  const superfluous = boundedHere && others.length > 0 && has(setting, 'superfluous-goes-back');
  const known = row ?? freshRow(setting, state, key, 'reconciliation').row;
  const adopted: Row = { ...ended(known, 'moved'), booked: 1, ...(superfluous && { superfluous }) };
  const word = wordFor(setting.world, 'moved');
  const why = superfluous ? ', which the order has another one of' : '';
  return [itself(`reconciliation adopts key ${key}, ${word} at the bank${why}`, withRow(state, key, adopted))];
}

/** Under a reference that follows from the charge, so that it goes back once. */
function giveBack(state: State, key: string): ChargeStep {
  const givenBack = { ...state.bank.givenBack, [key]: state.bank.moved[key] ?? 0 };
  return itself(`the bank gives key ${key} back`, { ...state, bank: { ...state.bank, givenBack } });
}
