import {
  andAnswers,
  fault,
  itself,
  leave,
  release,
  somebody,
  tell,
  withHint,
  withPostgres,
  withRow,
  withWorker,
} from './changes.ts';
import { has, type Setting } from './mechanisms.ts';
import { type ChargeStep, isFinal, type Row, type State } from './state.ts';
import { wordFor, type World } from './worlds.ts';

/** A request arrives: Redis is asked first, and believed only where it has something to say. */
export function arrive(setting: Setting, state: State, name: string): ChargeStep[] {
  const { requests } = setting.world;
  const key = requests[name];
  if (key === undefined) return [];
  const earlier = Object.keys(requests).find(other => requests[other] === key && state.workers[other]?.is === 'idle');
  if (earlier !== name) return []; // the first of two equal requests comes first: the other order is the same story
  const on = (from: State) => afterGate(setting, from, name, key);
  const noOpinion = somebody(`${name} takes the request with key ${key}; Redis does not answer`, on(state));
  const hint = state.redis[key];
  switch (hint?.is) {
    case 'finished':
      return [
        somebody(
          `${name} replays from Redis: key ${key} is ${wordFor(setting.world, hint.verdict)}`,
          tell(state, name, key, hint.verdict),
        ),
        noOpinion,
      ];
    case 'claimed':
      return [
        somebody(`${name} answers 409: Redis says that ${hint.by} has key ${key}`, leave(state, name)),
        noOpinion,
      ];
    default: {
      const claimed = withHint(state, key, { is: 'claimed', by: name });
      return [somebody(`${name} takes the request with key ${key} and claims it in Redis`, on(claimed)), noOpinion];
    }
  }
}

function afterGate(setting: Setting, state: State, name: string, key: string): State {
  if (has(setting, 'row') && has(setting, 'row-first')) return withWorker(state, name, { is: 'claiming', key });
  return startAsking(setting, state, name, key);
}

/** One statement: a free key, or a row whose holder is gone; anything else is an answer. */
export function claim(setting: Setting, state: State, name: string, key: string): ChargeStep[] {
  if (state.postgres.away) {
    if (!has(setting, 'no-ledger-no-charge'))
      return [itself(`${name} goes on without Postgres`, startAsking(setting, state, name, key))];
    return [itself(`${name} answers 503: the ledger is away`, giveUp(state, name, key))];
  }
  const row = state.postgres.rows[key];
  if (row == null) {
    if (activeSum(state, setting.world) + (setting.world.amounts[key] ?? 0) > setting.world.limit)
      return [itself(`${name} answers 409: another key has the order`, giveUp(state, name, key))];
    if (has(setting, 'limit-in-the-statement')) return insert(setting, state, name, key);
    return [
      itself(`${name} reads that nothing stands against key ${key}`, withWorker(state, name, { is: 'inserting', key })),
    ];
  }
  if (isFinal(row.state))
    return [
      itself(
        `${name} reads that key ${key} is ${wordFor(setting.world, row.state)}`,
        withWorker(state, name, { is: 'answering', key, verdict: row.state }),
      ),
    ];
  if (row.held) return [itself(`${name} answers 409: key ${key} is being worked on`, giveUp(state, name, key))];
  return takeOver(setting, state, name, key, row);
}

/** A fresh row, `pending`. */
export function insert(setting: Setting, state: State, name: string, key: string): ChargeStep[] {
  if (state.postgres.away) return [itself(`${name} answers 503: the ledger is away`, giveUp(state, name, key))];
  if (state.postgres.rows[key] != null) return claim(setting, state, name, key);
  const row: Row = { state: 'pending', fence: 1, held: true, givenUp: false, booked: 0 };
  return commit(setting, state, name, key, row, `${name} commits the row of key ${key}`);
}

/** The next owner of a row that nobody holds. */
export function takeOver(setting: Setting, state: State, name: string, key: string, row: Row): ChargeStep[] {
  const fence = has(setting, 'fence') ? row.fence + 1 : row.fence;
  return commit(
    setting,
    state,
    name,
    key,
    { ...row, held: true, fence },
    `${name} takes over key ${key} (fence ${fence})`,
  );
}

function commit(setting: Setting, state: State, name: string, key: string, row: Row, says: string): ChargeStep[] {
  const committed = withRow(state, key, row);
  return [
    itself(says, startAsking(setting, committed, name, key)),
    ...fault(state, 'Postgres outage', () => ({
      says: `${says}, but Postgres goes away before it says so${andAnswers(name, 503)}`,
      to: withPostgres(leave(committed, name), true),
    })),
  ];
}

function startAsking(setting: Setting, state: State, name: string, key: string): State {
  const row = state.postgres.rows[key];
  const isFresh = !has(setting, 'stable-reference');
  const references = isFresh ? state.references + 1 : state.references;
  const reference = isFresh ? `r${key}.${references}` : `r${key}`;
  const giveUp = has(setting, 'tombstone') ? 'void' : 'look-up';
  const ask = row?.givenUp ? giveUp : 'move';
  return withWorker({ ...state, references }, name, { is: 'asking', key, fence: row?.fence ?? 0, reference, ask });
}

/** What active rows may come to in all. */
function activeSum(state: State, { amounts }: World): number {
  const active = Object.entries(state.postgres.rows).filter(
    ([, row]) => row !== null && row.state !== 'declined' && row.state !== 'cancelled',
  );
  return active.reduce((sum, [key]) => sum + (amounts[key] ?? 0), 0);
}

function giveUp(state: State, name: string, key: string): State {
  return leave(release(state, name, key), name);
}
