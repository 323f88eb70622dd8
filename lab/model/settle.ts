import {
  andAnswers,
  fault,
  itself,
  leave,
  tell,
  withHint,
  withLate,
  withPostgres,
  withRow,
  withWorker,
} from './changes.ts';
import { has, type Setting } from './mechanisms.ts';
import { type ChargeStep, ended, isFinal, type Row, type State, SWEEPER, type Verdict, type Worker } from './state.ts';
import { wordFor } from './worlds.ts';

type Settling = Worker & { is: 'settling' };

/** The bank has spoken: one statement writes it down, unless another owner or another result stands there. */
export function settle(setting: Setting, state: State, name: string, work: Settling): ChargeStep[] {
  const { key, verdict } = work;
  const word = wordFor(setting.world, verdict);
  if (!has(setting, 'row'))
    return [itself(`${name} hears that key ${key} is ${word}`, answering(state, name, key, verdict))];
  if (state.postgres.away)
    return [itself(`${name} cannot write that key ${key} is ${word}${andAnswers(name, 202)}`, leave(state, name))];
  const row = state.postgres.rows[key];
  const late = !has(setting, 'row-first') && row == null;
  if (late || (row != null && isOurs(setting, row, work))) {
    const base = row ?? { owner: name, fence: 0, openedFence: 0, reference: work.reference, givenUp: false, booked: 0 };
    return write(setting, state, name, work, ended({ ...base, state: verdict, held: false }, verdict));
  }
  if (row != null && isFinal(row.state))
    return [
      itself(
        `${name} finds key ${key} settled as ${wordFor(setting.world, row.state)}`,
        answering(state, name, key, row.state),
      ),
    ];
  return [itself(`${name} finds key ${key} in other hands${andAnswers(name, 202)}`, leave(state, name))];
}

function isOurs(setting: Setting, row: Row, work: Settling): boolean {
  return (
    !has(setting, 'conditional-verdict') ||
    (row.fence === work.fence && !isFinal(row.state) && row.state !== 'taken-back')
  );
}

function write(setting: Setting, state: State, name: string, work: Settling, row: Row): ChargeStep[] {
  const { key, verdict } = work;
  const isWhole = has(setting, 'entries-with-the-verdict');
  const written = withRow(state, key, { ...row, booked: row.booked + entries(isWhole ? verdict : undefined) });
  const next = isWhole ? answering(written, name, key, verdict) : withWorker(written, name, { ...work, is: 'booking' });
  const word = wordFor(setting.world, verdict);
  const says = `${name} writes that key ${key} is ${word}`;
  return [
    itself(says, next),
    ...fault(state, 'Postgres outage', () => ({
      says: `${says}, but Postgres goes away before it says so${andAnswers(name, 202)}`,
      to: withPostgres(leave(written, name), { away: true }),
    })),
    ...fault(state, 'late commit', () => ({
      says: `${name} gets no answer when it writes that key ${key} is ${word}${andAnswers(name, 202)}`,
      to: leave(withLate(state, { key, by: name, does: 'settle', fence: work.fence, verdict }), name),
    })),
  ];
}

/** The entries in a statement of their own: only where they do not come with the result. */
export function book(state: State, name: string, { key, verdict }: Worker & { is: 'booking' }): ChargeStep[] {
  if (state.postgres.away) return [itself(`${name} cannot write the entries of key ${key}`, leave(state, name))];
  const row = state.postgres.rows[key];
  const booked = row ? withRow(state, key, { ...row, booked: row.booked + entries(verdict) }) : state;
  return [itself(`${name} writes the entries of key ${key}`, answering(booked, name, key, verdict))];
}

/** Redis learns it where it stands free or is ours, and the client gets it. */
export function answer(
  { world }: Setting,
  state: State,
  name: string,
  { key, verdict }: Worker & { is: 'answering' },
): ChargeStep[] {
  const hint = state.redis[key];
  const isAnothers = hint?.is === 'claimed' && hint.by !== name;
  const kept = isAnothers ? state : withHint(state, key, { is: 'finished', verdict });
  return [
    itself(
      `${name} ${name === SWEEPER ? 'is done:' : 'answers that'} key ${key} is ${wordFor(world, verdict)}`,
      tell(kept, name, key, verdict),
    ),
  ];
}

function answering(state: State, name: string, key: string, verdict: Verdict): State {
  return withWorker(state, name, { is: 'answering', key, verdict });
}

function entries(verdict: Verdict | undefined): number {
  return verdict === 'moved' ? 1 : 0;
}
