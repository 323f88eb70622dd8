import { andAnswers, fault, itself, leave, release, withHint, withRow, withWorker } from './changes.ts';
import { has, type Setting } from './mechanisms.ts';
import { type ChargeStep, isFinal, type Message, type State, type Work, type Worker } from './state.ts';

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

/** Nothing was sent: the row may go, so that the key is free. Only who knows that nobody sent it before may say so. */
export function takeBack(setting: Setting, state: State, name: string, work: Work): ChargeStep[] {
  const row = state.postgres.rows[work.key];
  const isFirst = work.fence === 1 || !has(setting, 'first-owner-takes-back');
  if (!state.postgres.away && isFirst && row?.fence === work.fence && row.state === 'pending') {
    const gone = release(withRow(state, work.key, null), name, work.key);
    return [itself(`${name} takes the row of key ${work.key} back${andAnswers(name, 503)}`, leave(gone, name))];
  }
  return [
    itself(
      `${name} cannot take the row of key ${work.key} back${andAnswers(name, 202)}`,
      leaveUnknown(state, name, work),
    ),
  ];
}

/** 202: the sweeper asks again. Where Postgres is away the lease ends instead. */
function leaveUnknown(state: State, name: string, { key, fence }: Work): State {
  const row = state.postgres.rows[key];
  const isMine = !state.postgres.away && row != null && row.fence === fence && !isFinal(row.state);
  return leave(isMine ? withRow(state, key, { ...row, state: 'unknown', held: false }) : state, name);
}

/** What is under way has no order, so two states that differ in it only are one. */
export function inOrder(network: Message[]): Message[] {
  const text = (message: Message) => JSON.stringify(message);
  return network.toSorted((one, other) => (text(one) < text(other) ? -1 : 1));
}
