import type { Step } from './explore.ts';
import type { World } from './worlds.ts';

/** What can be final. `moved`: captured, or for a refund, given back. `cancelled`: a tombstone stands at the bank. */
export type Verdict = 'moved' | 'declined' | 'cancelled';

/** A row of `charges`, as payment's Postgres has it. */
export interface Row {
  state: 'pending' | 'unknown' | Verdict;
  fence: number;
  /** Its lease has not ended. */
  held: boolean;
  /** Too old, or its order was given up: never sent again, only voided. */
  givenUp: boolean;
  /** How often the ledger has its entries. */
  booked: number;
}

/** What Redis says of a key. A hint: it may be forgotten at any moment. */
export type Hint = { is: 'free' } | { is: 'claimed'; by: string } | { is: 'finished'; verdict: Verdict };

/** A charge in the hands of a worker: which key, under which fence and reference. */
export interface Work {
  key: string;
  fence: number;
  reference: string;
  ask: 'move' | 'void' | 'look-up';
}

/** Where a worker stands: one request in payment, or the sweeper. */
export type Worker =
  /** Its request has not arrived; the sweeper has nothing in hand. */
  | { is: 'idle' }
  | { is: 'claiming'; key: string }
  /** Only without `limit-in-the-statement`: it has read that there is room, and has not written yet. */
  | { is: 'inserting'; key: string }
  | ({ is: 'asking' } & Work)
  | ({ is: 'waiting' } & Work)
  | ({ is: 'taking-back' } & Work)
  | ({ is: 'settling'; verdict: Verdict } & Work)
  /** Only without `entries-with-the-verdict`: the verdict stands, its entries do not. */
  | ({ is: 'booking'; verdict: Verdict } & Work)
  | { is: 'answering'; key: string; verdict: Verdict }
  /** It has answered, or was killed. */
  | { is: 'gone' };

/** A request on its way to the bank. It may arrive at any time, or never, or twice. */
export interface Message extends Work {
  from: string;
}

/** Everything there is: who stands where, what is written where, and what is on its way. */
export interface State {
  workers: Record<string, Worker>;
  postgres: { away: boolean; rows: Record<string, Row | null> };
  redis: Record<string, Hint>;
  /** The other company's record per reference, and how often it moved money per key. */
  bank: { records: Record<string, Verdict>; moved: Record<string, number> };
  network: Message[];
  /** Every different final answer the clients got, per key. */
  told: Record<string, Verdict[]>;
  /** Counts only where each attempt takes a reference of its own. */
  references: number;
  faultsLeft: number;
}

/** What may go wrong, a bounded number of times in all. */
export type Fault =
  | 'kill -9'
  /** Longer than its lease. */
  | 'frozen worker'
  | 'slow network'
  | 'lost message'
  | 'doubled message'
  | 'no connection'
  | 'Postgres outage'
  | 'Redis forgets';

/** Who makes a step happen. `itself`: it will, whenever it can. `somebody`: a client may, or may not. */
export interface ChargeStep extends Step<State> {
  by: 'itself' | 'somebody' | Fault;
}

export const SWEEPER = 'the sweeper';

/** Nothing has been asked, nothing is written. */
export function startOf(world: World, faults: number): State {
  const keys = Object.keys(world.amounts);
  const perKey = <T>(value: T): Record<string, T> => Object.fromEntries(keys.map(key => [key, value]));
  const names = [...Object.keys(world.requests), SWEEPER];
  return {
    workers: Object.fromEntries(names.map(name => [name, { is: 'idle' }])),
    postgres: { away: false, rows: perKey(null) },
    redis: perKey({ is: 'free' }),
    bank: { records: {}, moved: perKey(0) },
    network: [],
    told: perKey([]),
    references: 0,
    faultsLeft: faults,
  };
}

export function isFinal(state: Row['state']): state is Verdict {
  return state !== 'pending' && state !== 'unknown';
}
