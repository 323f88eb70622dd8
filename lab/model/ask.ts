import {
  andAnswers,
  fault,
  inOrder,
  itself,
  leave,
  refuse,
  release,
  withHint,
  withLate,
  withRow,
  withWorker,
} from './changes.ts';
import { has, type Setting } from './mechanisms.ts';
import { type ChargeStep, ended, isFinal, type Message, type State, SWEEPER, type Work, type Worker } from './state.ts';

const request = { move: 'sends reference', void: 'asks the bank to void', 'look-up': 'looks up reference' };

/** The row is committed: now the bank may be asked. */
export function askBank(state: State, name: string, worker: Worker & { is: 'asking' }): ChargeStep[] {
  const { key, fence, reference, ask } = worker;
  const work: Work = { key, fence, reference, ask };
  const network = inOrder([...state.network, { ...work, from: name }]);
  const sent = withWorker({ ...state, network }, name, { ...work, is: 'waiting' });
  const refused =
    ask === 'move' ? withWorker(state, name, { ...work, is: 'taking-back' }) : leaveUnknown(state, name, work);
  return [
    itself(`${name} ${request[ask]} ${reference}${ask === 'move' ? ' to the bank' : ''}`, sent),
    ...fault(state, 'no connection', () => ({ says: `${name} gets no connection to the bank`, to: refused })),
  ];
}

/** The bank's limit passes: by itself when nothing can come any more, else because the network is that slow. */
export function stopWaiting(setting: Setting, state: State, name: string, work: Work): ChargeStep[] {
  const says = `${name} waits no longer for the bank`;
  const after = afterSilence(setting, state, name, work);
  const isMine = ({ from, key, fence }: Message) => from === name && key === work.key && fence === work.fence;
  const isUnderWay = state.network.some(isMine);
  return isUnderWay
    ? fault(state, 'slow network', () => ({ says: `${says}: its request is delayed`, to: after }))
    : [itself(says, after)];
}

function afterSilence(setting: Setting, state: State, name: string, work: Work): State {
  if (!has(setting, 'silence-is-unknown'))
    return withWorker(state, name, { ...work, is: 'settling', verdict: 'declined' });
  if (!has(setting, 'claim-outlives-errors') && !state.postgres.away)
    return leave(withHint(withRow(state, work.key, null), work.key, { is: 'free' }), name);
  return leaveUnknown(state, name, work);
}

/** Nothing was sent, so key and order are free again. Only the holder that opened the row knows that. */
export function takeBack(setting: Setting, state: State, name: string, work: Work): ChargeStep[] {
  const { key, fence } = work;
  const row = state.postgres.rows[key];
  const isFirst = fence === row?.openedFence || !has(setting, 'first-owner-takes-back');
  if (state.postgres.away || !isFirst || row?.fence !== fence || row.state !== 'pending') {
    const says = `${name} cannot take the row of key ${key} back${andAnswers(name, 202)}`;
    return [itself(says, leaveUnknown(state, name, work))];
  }
  const stays = has(setting, 'taken-back-row-stays');
  const after = withRow(state, key, stays ? ended(row, 'taken-back') : null);
  if (name === SWEEPER) return [itself(`${name} takes the row of key ${key} back`, leave(after, name))];
  // Where commits were lost, an earlier owner may have had the same fence: see "What it does not cover".
  const end = state.postgres.wentBack ? leave(release(after, name, key), name) : refuse(after, name, key);
  const says = `${name} takes the row of key ${key} back and answers 503: nothing was charged`;
  const late = () => withLate(state, { key, by: name, does: 'take back', fence });
  return [
    itself(says, end),
    ...fault(state, 'late commit', () => ({
      says: `${name} gets no answer to taking the row of key ${key} back, and answers 202`,
      to: leave(late(), name),
    })),
  ];
}

/** 202: the sweeper asks again. Where Postgres is unavailable the lease ends instead. */
function leaveUnknown(state: State, name: string, { key, fence }: Work): State {
  const row = state.postgres.rows[key];
  const isMine =
    !state.postgres.away && row != null && row.fence === fence && !isFinal(row.state) && row.state !== 'taken-back';
  return leave(isMine ? withRow(state, key, { ...row, state: 'unknown', held: false }) : state, name);
}
