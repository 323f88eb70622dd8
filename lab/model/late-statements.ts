import { itself, withPostgres, withRow } from './changes.ts';
import { freshRow } from './claim.ts';
import { claimed, claimRow, reopened } from './claim-row.ts';
import type { Setting } from './mechanisms.ts';
import { type ChargeStep, ended, isFinal, type LateStatement, type State } from './state.ts';

const words = { claim: 'claim', reopen: 'claim', 'take back': 'taking back', settle: 'verdict' };

/** A statement that its worker gave up waits for a lock, or on the wire. Then it is executed, or its session ends. */
export function lateStatements(setting: Setting, state: State): ChargeStep[] {
  if (state.postgres.away) return [];
  return state.postgres.late.flatMap((late, at) => {
    const rest = withPostgres(state, { late: state.postgres.late.toSpliced(at, 1) });
    const statement = `the late ${words[late.does]} of ${late.by} for key ${late.key}`;
    const committed = execute(setting, rest, late);
    const nothing = itself(`${statement} does nothing`, rest);
    return committed === undefined ? [nothing] : [itself(`${statement} commits`, committed), nothing];
  });
}

/** Undefined: it finds nothing that it may write. */
function execute(setting: Setting, state: State, late: LateStatement): State | undefined {
  const { key, by } = late;
  const row = state.postgres.rows[key] ?? null;
  if (late.does === 'claim') return claimLate(setting, state, late);
  if (row?.fence !== late.fence) return undefined;
  switch (late.does) {
    case 'reopen': {
      const isFree = claimRow(setting, state, key, by).is === 'taken-back';
      return isFree ? withRow(state, key, reopened(row, by)) : undefined;
    }
    case 'take back': {
      const isUnsent = row.state === 'pending' && row.openedFence === late.fence;
      return isUnsent ? withRow(state, key, ended(row, 'taken-back')) : undefined;
    }
    case 'settle':
      if (isFinal(row.state) || row.state === 'taken-back') return undefined;
      return withRow(state, key, { ...ended(row, late.verdict), booked: late.verdict === 'moved' ? 1 : 0 });
  }
}

function claimLate(setting: Setting, state: State, { key, by }: LateStatement): State | undefined {
  const found = claimRow(setting, state, key, by);
  if (found.is === 'mine') return withRow(state, key, claimed(setting, found.row, by));
  if (found.is !== 'free') return undefined;
  const { row, references } = freshRow(setting, state, key, by);
  return { ...withRow(state, key, row), references };
}
