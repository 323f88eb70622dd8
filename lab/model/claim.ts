import { fault, itself, leave, refuse, release, withLate, withPostgres, withRow, withWorker } from './changes.ts';
import { claimed, claimRow, reopened } from './claim-row.ts';
import { has, type Setting } from './mechanisms.ts';
import type { ChargeStep, Claiming, LateStatement, Row, State } from './state.ts';
import { SWEEPER } from './state.ts';
import { wordFor } from './worlds.ts';

/** Makes the charge ours, committed before the bank is asked; anything else that the statement finds is an answer. */
export function claim(setting: Setting, state: State, name: string, claiming: Claiming): ChargeStep[] {
  if (state.postgres.away) return withoutLedger(setting, state, name, claiming);
  return [...answered(setting, state, name, claiming), ...withoutAnswer(setting, state, name, claiming)];
}

function answered(setting: Setting, state: State, name: string, claiming: Claiming): ChargeStep[] {
  const { key } = claiming;
  const found = claimRow(setting, state, key, name);
  switch (found.is) {
    case 'free':
      if (has(setting, 'limit-in-the-statement')) return insert(setting, state, name, claiming);
      return [
        itself(
          `${name} reads that nothing stands against key ${key}`,
          withWorker(state, name, { ...claiming, is: 'inserting' }),
        ),
      ];
    case 'mine':
      return takeOver(setting, state, name, claiming, found.row);
    case 'taken-back':
      return openAgain(setting, state, name, claiming, found.row);
    case 'final': {
      const { verdict } = found;
      const says = `${name} reads that key ${key} is ${wordFor(setting.world, verdict)}`;
      return [itself(says, withWorker(state, name, { is: 'answering', key, verdict }))];
    }
    case 'running':
      return [itself(`${name} answers 409: key ${key} is being worked on`, leave(release(state, name, key), name))];
    case 'order-taken':
      return [refusal(setting, state, name, claiming, '409: another key has the order')];
  }
}

/** A fresh row, `pending`. Without `limit-in-the-statement` it has looked before, and others may have written since. */
export function insert(setting: Setting, state: State, name: string, claiming: Claiming): ChargeStep[] {
  if (state.postgres.away) return withoutLedger(setting, state, name, claiming);
  const { key } = claiming;
  if (state.postgres.rows[key] != null) return claim(setting, state, name, claiming);
  const { row, references } = freshRow(setting, state, key, name);
  return commit(setting, { ...state, references }, name, claiming, row, `${name} commits the row of key ${key}`);
}

export function freshRow({ without }: Setting, state: State, key: string, owner: string) {
  const isRandom = without === 'reference-from-key';
  const references = isRandom ? state.references + 1 : state.references;
  const reference = isRandom ? `r${key}.${references}` : `r${key}`;
  const row: Row = {
    state: 'pending',
    owner,
    fence: 1,
    openedFence: 1,
    reference,
    held: true,
    givenUp: false,
    booked: 0,
  };
  return { row, references };
}

/** The row is the worker's own already, or the worker is the next owner of one that nothing holds. */
export function takeOver(setting: Setting, state: State, name: string, claiming: Claiming, row: Row): ChargeStep[] {
  const taken = claimed(setting, row, name);
  const says =
    taken.fence === row.fence && taken.owner === row.owner
      ? `${name} finds that the row of key ${claiming.key} is its own`
      : `${name} takes over key ${claiming.key} (fence ${taken.fence})`;
  return commit(setting, state, name, claiming, taken, says);
}

function openAgain(setting: Setting, state: State, name: string, claiming: Claiming, row: Row): ChargeStep[] {
  const open = reopened(row, name);
  return commit(setting, state, name, claiming, open, `${name} opens key ${claiming.key} again (fence ${open.fence})`);
}

function commit(
  setting: Setting,
  state: State,
  name: string,
  claiming: Claiming,
  row: Row,
  says: string,
): ChargeStep[] {
  const committed = withRow(state, claiming.key, row);
  return [
    itself(says, startAsking(setting, committed, name, claiming.key)),
    ...fault(state, 'Postgres outage', () => {
      const lost = withPostgres(committed, { away: true });
      const { answers, to } = afterLostAnswer(setting, lost, name, claiming);
      return { says: `${says}, but Postgres goes away before it says so${answers}`, to };
    }),
  ];
}

/** The statement has left, and its answer does not come: it commits later, or never. */
function withoutAnswer(setting: Setting, state: State, name: string, claiming: Claiming): ChargeStep[] {
  const { key, unanswered } = claiming;
  if (unanswered === true) return []; // the copies of one claim are alike: one that is late is enough
  return fault(state, 'late commit', () => {
    const row = state.postgres.rows[key];
    const statement: LateStatement =
      row?.state === 'taken-back'
        ? { key, by: name, does: 'reopen', fence: row.fence }
        : { key, by: name, does: 'claim' };
    const { answers, to } = afterLostAnswer(setting, withLate(state, statement), name, claiming);
    return { says: `${name} gets no answer to its claim of key ${key}${answers}`, to };
  });
}

/** It is claimed again, by the same owner, so that it finds its own row. A client that does not wait has 202. */
function afterLostAnswer(setting: Setting, state: State, name: string, { key }: Claiming) {
  if (name === SWEEPER) return { answers: '', to: leave(state, name) };
  if (!has(setting, 'certain-refusals'))
    return { answers: ' and answers 503: nothing was charged', to: refuse(state, name, key) };
  return {
    answers: ', and claims again',
    to: withWorker(state, name, { is: 'claiming', key, unanswered: true }),
  };
}

function withoutLedger(setting: Setting, state: State, name: string, claiming: Claiming): ChargeStep[] {
  if (!has(setting, 'no-ledger-no-charge'))
    return [itself(`${name} goes on without Postgres`, startAsking(setting, state, name, claiming.key))];
  if (claiming.unanswered === true) return []; // it claims again when Postgres is back
  return [refusal(setting, state, name, claiming, '503: the ledger is unavailable')];
}

/** "Nothing was charged", unless an earlier claim of this request may still commit. */
function refusal(setting: Setting, state: State, name: string, { key, unanswered }: Claiming, why: string): ChargeStep {
  if (unanswered !== true || !has(setting, 'silence-is-remembered'))
    return itself(`${name} answers ${why}`, refuse(state, name, key));
  const says = `${name} answers 202, as its first claim may still commit (else ${why})`;
  return itself(says, leave(release(state, name, key), name));
}

export function startAsking(setting: Setting, state: State, name: string, key: string): State {
  const row = state.postgres.rows[key];
  const isFresh = !has(setting, 'stable-reference');
  const references = isFresh ? state.references + 1 : state.references;
  const reference = isFresh ? `r${key}.${references}` : (row?.reference ?? `r${key}`);
  const giveUp = has(setting, 'tombstone') ? 'void' : 'look-up';
  const ask = row?.givenUp ? giveUp : 'move';
  return withWorker({ ...state, references }, name, { is: 'asking', key, fence: row?.fence ?? 0, reference, ask });
}
