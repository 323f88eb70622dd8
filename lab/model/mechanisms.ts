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
  /** The process that takes a row over raises its fence. */
  | 'fence'
  /** A result is written only under the row's fence, and only once. */
  | 'conditional-verdict'
  /** Result and ledger entries are one statement. */
  | 'entries-with-the-verdict'
  /** Only its first owner takes a row back: later ones do not know what was sent before them. */
  | 'first-owner-takes-back'
  /** An error leaves row and claim where they are. */
  | 'claim-outlives-errors'
  /** A bank that says nothing has not declined. */
  | 'silence-is-unknown'
  /** What is given up is voided at the bank; else it is looked up there, and "not found" taken for "failed". */
  | 'tombstone'
  /** Charges that their clients have left are settled without them. */
  | 'sweeper'
  /** "Nothing was charged" is answered only where the claim certainly did not commit; else 202, and it is claimed again. */
  | 'certain-refusals'
  /** A claim that had no answer may still commit, so a refusal of the next attempt is 202 as well. */
  | 'silence-is-remembered'
  /** A row that is taken back stays, so that a late copy of its claim finds it. */
  | 'taken-back-row-stays'
  /** A client believes "nothing was charged" only when each of its requests with the key was answered so. */
  | 'every-answer-counts'
  /** Redis says "new", "busy" or "ask the store"; each final answer is read from the row. */
  | 'answers-from-the-row'
  /** The reference follows from the key; else it is random, and stands in the row. */
  | 'reference-from-key'
  /** Captures at the bank that have no row get one. */
  | 'adoption'
  /** Where another charge of the order is pending, adoption waits until that is settled. */
  | 'adoption-waits'
  /** A second captured charge of one order is given back. */
  | 'superfluous-goes-back';

/** The protocol in one world, with or without one of its mechanisms. */
export interface Setting {
  world: World;
  without?: Mechanism | undefined;
  /** The only kinds of faults there are. Default: all. */
  faults?: readonly Fault[] | undefined;
}

export function has({ without }: Setting, mechanism: Mechanism): boolean {
  return without !== mechanism;
}
