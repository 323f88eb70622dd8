import type { Step } from './explore.ts';
import type { World } from './worlds.ts';

/** What can be final. `moved`: captured, or for a refund, given back. `cancelled`: a tombstone stands at the bank. */
export type Verdict = 'moved' | 'declined' | 'cancelled';

/** A row of `charges`, as payment's Postgres has it. */
export interface Row {
  /** `taken-back`: certainly never sent. It holds no order, and a later request may open it again. */
  state: 'pending' | 'unknown' | 'taken-back' | Verdict;
  /** The request that took it last, or the sweeper: its claim finds its own row again. */
  owner: string;
  fence: number;
  /** The fence under which it was opened last: only its holder knows that no earlier one has sent it. */
  openedFence: number;
  reference: string;
  /** Its lease has not ended. */
  held: boolean;
  /** Too old, or its order was given up: never sent again, only voided. */
  givenUp: boolean;
  /** How often the ledger has its entries. */
  booked: number;
  /** Adopted for an order that has another captured charge: the bank gives it back. */
  superfluous?: true;
}

export type Rows = Record<string, Row | null>;

/** What Redis says of a key. A hint: it may be forgotten or forged at any moment. */
export type Hint = { is: 'free' } | { is: 'claimed'; by: string } | { is: 'finished'; verdict: Verdict };

/** A charge in the hands of a worker: which key, under which fence and reference. */
export interface Work {
  key: string;
  fence: number;
  reference: string;
  ask: 'move' | 'void' | 'look-up';
}

/** `unanswered`: an earlier claim of the same worker had no answer, so it may have committed, or may commit later. */
export interface Claiming {
  key: string;
  unanswered?: true;
}

/** Where a worker stands: one request in payment, or the sweeper. */
export type Worker =
  /** Its request has not arrived; the sweeper has nothing in hand. */
  | { is: 'idle' }
  | ({ is: 'claiming' } & Claiming)
  /** Only without `limit-in-the-statement`: it has read that there is room, and has not written yet. */
  | ({ is: 'inserting' } & Claiming)
  /** Only without `answers-from-the-row`: Redis had an answer. */
  | { is: 'replaying'; key: string; verdict: Verdict }
  | ({ is: 'asking' } & Work)
  | ({ is: 'waiting' } & Work)
  | ({ is: 'taking-back' } & Work)
  | ({ is: 'settling'; verdict: Verdict } & Work)
  /** Only without `entries-with-the-verdict`: the result stands, its entries do not. */
  | ({ is: 'booking'; verdict: Verdict } & Work)
  | { is: 'answering'; key: string; verdict: Verdict }
  /** It has answered, or was killed. With a key: its client was told that nothing was charged under it. */
  | { is: 'gone'; refused?: string };

/** A request on its way to the bank. It may arrive at any time, or never, or twice. */
export interface Message extends Work {
  from: string;
}

/** A statement that its worker waits for no longer. It commits at any time, or never. */
export type LateStatement = { key: string; by: string } & (
  | { does: 'claim' }
  /** Opens a row that was taken back, under the fence that was read. */
  | { does: 'reopen'; fence: number }
  | { does: 'take back'; fence: number }
  | { does: 'settle'; fence: number; verdict: Verdict }
);

export interface Postgres {
  away: boolean;
  rows: Rows;
  late: LateStatement[];
  /** What a standby has that receives nothing more; null while it has everything. */
  standby: Rows | null;
  /** That standby was promoted: the last commits are gone. */
  wentBack: boolean;
}

/** Everything there is: the step of each process, what is written where, and what is on its way. */
export interface State {
  workers: Record<string, Worker>;
  postgres: Postgres;
  redis: Record<string, Hint>;
  /** The other company's record per reference, and how often it moved money per key, and gave it back. */
  bank: { records: Record<string, Verdict>; moved: Record<string, number>; givenBack: Record<string, number> };
  network: Message[];
  /** Every different final answer the clients got, per key. */
  told: Record<string, Verdict[]>;
  /** Counts only where a reference does not follow from its key. */
  references: number;
  faultsLeft: number;
}

/** What goes wrong with processes, wires and stores that are slow, late, gone or forgetful. */
export const ordinaryFaults = [
  'kill -9',
  'frozen worker', // longer than its lease
  'slow network',
  'lost message',
  'doubled message',
  'no connection',
  'Postgres outage',
  'late commit', // a statement without an answer, which commits later or never
  'Redis forgets',
] as const;

/** What goes wrong with stores that go back in time, or are written by others. */
const rareFaults = [
  'lost commits', // a standby that had not received the last ones is promoted, or a backup restored
  'Redis lies', // a forged answer stands there
] as const;

/** What may go wrong, a bounded number of times in all. */
export type Fault = (typeof ordinaryFaults)[number] | (typeof rareFaults)[number];

/** Who makes a step happen. `itself`: it will, whenever it can. `maybe`: a client or an operator may, or may not. */
export interface ChargeStep extends Step<State> {
  by: 'itself' | 'maybe' | Fault;
}

export const SWEEPER = 'the sweeper';

/** Nothing has been asked, nothing is written. */
export function startOf(world: World, faults: number): State {
  const keys = Object.keys(world.amounts);
  const perKey = <T>(value: T): Record<string, T> => Object.fromEntries(keys.map(key => [key, value]));
  const names = [...Object.keys(world.requests), SWEEPER];
  return {
    workers: Object.fromEntries(names.map(name => [name, { is: 'idle' }])),
    postgres: { away: false, rows: perKey(null), late: [], standby: null, wentBack: false },
    redis: perKey({ is: 'free' }),
    bank: { records: {}, moved: perKey(0), givenBack: perKey(0) },
    network: [],
    told: perKey([]),
    references: 0,
    faultsLeft: faults,
  };
}

export function isFinal(state: Row['state']): state is Verdict {
  return state === 'moved' || state === 'declined' || state === 'cancelled';
}

/** How a row came to its end makes no difference to what follows, so states that differ in that only are one. */
export function ended(row: Row, state: Verdict | 'taken-back'): Row {
  const fence = state === 'taken-back' ? row.fence : 0; // opened again, it needs a higher one
  return { ...row, state, owner: 'none', fence, openedFence: fence, held: false, givenUp: false };
}

/** No worker has it in hand, and it is not settled. */
export function isLeft(row: Row): boolean {
  return !row.held && (row.state === 'pending' || row.state === 'unknown');
}

/** The order is held by it: no other key may charge it. */
export function isActive(row: Row | null): row is Row {
  return row !== null && row.superfluous !== true && ['pending', 'unknown', 'moved'].includes(row.state);
}
