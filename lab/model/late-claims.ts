import { itself, withPostgres, withRow } from './changes.ts';
import { freshRow } from './claim.ts';
import { claimRow, reopened } from './claim-row.ts';
import type { Setting } from './mechanisms.ts';
import type { ChargeStep, LateClaim, State } from './state.ts';

/** A claim that its worker gave up still waits for a lock, or on the wire. Then it is executed, or its session ends. */
export function lateClaims(setting: Setting, state: State): ChargeStep[] {
  if (state.postgres.away) return [];
  return state.postgres.late.flatMap((late, at) => {
    const rest = withPostgres(state, { late: state.postgres.late.toSpliced(at, 1) });
    const claim = `the late claim of ${late.by} for key ${late.key}`;
    const committed = execute(setting, rest, late);
    const nothing = itself(`${claim} does nothing`, rest);
    return committed === undefined ? [nothing] : [itself(`${claim} commits`, committed), nothing];
  });
}

/** Undefined: it finds nothing that it may write. */
function execute(setting: Setting, state: State, { key, by, reopens }: LateClaim): State | undefined {
  const found = claimRow(setting, state, key, by);
  if (found.is === 'taken-back' && found.row.fence === reopens) return withRow(state, key, reopened(found.row, by));
  if (reopens !== undefined) return undefined;
  if (found.is === 'mine') return withRow(state, key, found.row);
  if (found.is !== 'free') return undefined;
  const { row, references } = freshRow(setting, state, key, by);
  return { ...withRow(state, key, row), references };
}
