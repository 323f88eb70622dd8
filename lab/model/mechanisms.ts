import type { Fault } from './state.ts';
import type { World } from './worlds.ts';

/** What the protocol is made of. Each can be taken out, to see what it is for. */
export type Mechanism =
  /** Every attempt for a key sends the same reference. */
  | 'stable-reference'
  /** The bank moves the money once per reference. */
  | 'bank-knows-references'
  /** Postgres remembers each key; else Redis alone does. */
  | 'row'
  /** The row is committed before the bank is asked. */
  | 'row-first'
  /** Without Postgres the bank is not asked. */
  | 'no-ledger-no-charge'
  /** One active charge per order (for refunds: the sum of them), held by the very statement that writes the row. */
  | 'limit-in-the-statement'
  /** Whoever takes a row over raises its fence. */
  | 'fence'
  /** A verdict is written only under the row's fence, and only once. */
  | 'conditional-verdict'
  /** Verdict and ledger entries are one statement. */
  | 'entries-with-the-verdict'
  /** Only its first owner takes a row back: later ones do not know what was sent before them. */
  | 'first-owner-takes-back'
  /** An error leaves row and claim where they are. */
  | 'claim-outlives-errors'
  /** A bank that says nothing has not declined. */
  | 'silence-is-unknown'
  /** What is given up is voided at the bank; else it is looked up there, and "not found" taken for "failed". */
  | 'tombstone'
  /** Somebody settles what its client has left. */
  | 'sweeper';

/** The protocol in one world, with or without one of its mechanisms. */
export interface Setting {
  world: World;
  without?: Mechanism | undefined;
  /** The only faults there are, once each. Default: any, and the model says how many. */
  faults?: readonly Fault[] | undefined;
}

export function has({ without }: Setting, mechanism: Mechanism): boolean {
  return without !== mechanism;
}
