import { has, type Setting } from './mechanisms.ts';
import { isActive, isFinal, isLeft, type Row, type State, SWEEPER, type Verdict } from './state.ts';

/** What the claiming statement finds. `mine` and `free` write; all else is an answer. */
export type Claimed =
  | { is: 'mine'; row: Row }
  | { is: 'free' }
  | { is: 'final'; verdict: Verdict }
  | { is: 'running' }
  | { is: 'taken-back'; row: Row }
  | { is: 'order-taken' };

/** One statement: a free key, the owner's own row once more, or a row whose holder is gone; or it tells what is there. */
export function claimRow(setting: Setting, state: State, key: string, owner: string): Claimed {
  const row = state.postgres.rows[key] ?? null;
  if (row === null || row.state === 'taken-back') {
    if (isOrderTaken(setting, state, key)) return { is: 'order-taken' };
    return row === null ? { is: 'free' } : { is: 'taken-back', row };
  }
  if (isFinal(row.state)) return { is: 'final', verdict: row.state };
  return isOwn(row, owner) || isLeft(row) ? { is: 'mine', row } : { is: 'running' };
}

/** Another statement, under the fence that was read: a claim that arrives late does not open what was taken back. */
export function reopened(row: Row, owner: string): Row {
  const fence = row.fence + 1;
  return { ...row, state: 'pending', owner, fence, openedFence: fence, held: true };
}

/** The same owner once more, or the next one, under a higher fence. */
export function claimed(setting: Setting, row: Row, owner: string): Row {
  if (isOwn(row, owner)) return { ...row, held: true };
  return { ...row, owner, held: true, fence: has(setting, 'fence') ? row.fence + 1 : row.fence };
}

/** Each round of the sweeper is an owner of its own. */
function isOwn(row: Row, owner: string): boolean {
  return row.owner === owner && owner !== SWEEPER;
}

/** Active rows of other keys leave no room for the amount of this one. */
function isOrderTaken({ world }: Setting, state: State, key: string): boolean {
  const active = Object.entries(state.postgres.rows).filter(([other, row]) => other !== key && isActive(row));
  const sum = active.reduce((sum, [other]) => sum + (world.amounts[other] ?? 0), 0);
  return sum + (world.amounts[key] ?? 0) > world.limit;
}
