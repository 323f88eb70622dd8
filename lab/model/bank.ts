import { fault, inOrder, itself, withWorker } from './changes.ts';
import { has, type Setting } from './mechanisms.ts';
import type { ChargeStep, Message, State, Verdict } from './state.ts';
import { wordFor } from './worlds.ts';

/** What may become of a request under way: it arrives, late or soon, and is answered; or is lost, or doubled. */
export function deliveries(setting: Setting, state: State): ChargeStep[] {
  return state.network.flatMap((message, at) => {
    const { from, reference } = message;
    const rest = { ...state, network: state.network.toSpliced(at, 1) };
    return [
      ...decisions(setting, rest, message).flatMap(({ does, verdict, after }) => [
        itself(`the bank ${does} ${reference}${hears(rest, message)}`, reply(after, message, verdict)),
        ...fault(state, 'lost message', () => ({
          says: `the bank ${does} ${reference}, and its answer to ${from} is lost`,
          to: after,
        })),
      ]),
      ...fault(state, 'lost message', () => ({ says: `the request of ${from} for ${reference} is lost`, to: rest })),
      ...fault(state, 'doubled message', () => ({
        says: `the network doubles the request of ${from} for ${reference}`,
        to: { ...state, network: inOrder([...state.network, message]) },
      })),
    ];
  });
}

interface Decision {
  does: string;
  verdict: Verdict;
  after: State;
}

/** The bank's record and its answer are one transaction; what stands under a reference stands for ever. */
function decisions(setting: Setting, state: State, message: Message): Decision[] {
  const { ask, reference } = message;
  const known = state.bank.records[reference];
  if (known === 'moved' && ask === 'move' && !has(setting, 'bank-knows-references'))
    return [move(setting, state, message)];
  if (known !== undefined)
    return [{ does: `says "${wordFor(setting.world, known)}" of`, verdict: known, after: state }];
  if (ask === 'look-up') return [{ does: 'has never heard of', verdict: 'cancelled', after: state }];
  if (ask === 'void') return [{ does: 'voids', verdict: 'cancelled', after: record(state, reference, 'cancelled') }];
  const declined = { does: 'declines', verdict: 'declined' as const, after: record(state, reference, 'declined') };
  return isOverLimit(setting, state, message) ? [declined] : [move(setting, state, message), declined];
}

/** A bank gives back no more than it captured. */
function isOverLimit({ world }: Setting, { bank }: State, { key }: Message): boolean {
  const sum = Object.entries(world.amounts).reduce((sum, [each, amount]) => sum + (bank.moved[each] ?? 0) * amount, 0);
  return world.overLimit === 'declined by the bank' && sum + (world.amounts[key] ?? 0) > world.limit;
}

function move({ world }: Setting, state: State, { key, reference }: Message): Decision {
  const after = record(state, reference, 'moved');
  const moved = { ...after.bank.moved, [key]: (after.bank.moved[key] ?? 0) + 1 };
  return { does: world.words.move, verdict: 'moved', after: { ...after, bank: { ...after.bank, moved } } };
}

function record(state: State, reference: string, verdict: Verdict): State {
  // In the order of their names, or states that differ only in which reference came first would count twice.
  const records = Object.entries({ ...state.bank.records, [reference]: verdict }).toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
  return { ...state, bank: { ...state.bank, records: Object.fromEntries(records) } };
}

function reply(state: State, message: Message, verdict: Verdict): State {
  const worker = waitingFor(state, message);
  return worker ? withWorker(state, message.from, { ...worker, is: 'settling', verdict }) : state;
}

function hears(state: State, message: Message): string {
  return waitingFor(state, message) ? ` and answers ${message.from}` : `; ${message.from} does not hear it`;
}

/** Its sender, if it still waits for this very answer. */
function waitingFor(state: State, { from, key, fence }: Message) {
  const worker = state.workers[from];
  return worker?.is === 'waiting' && worker.key === key && worker.fence === fence ? worker : undefined;
}
