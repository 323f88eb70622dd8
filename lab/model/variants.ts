import type { Mechanism } from './mechanisms.ts';
import type { Fault } from './state.ts';
import type { Violation } from './violations.ts';
import { type World, worlds } from './worlds.ts';

/** The protocol less one mechanism, and what that leads to. */
export interface Variant {
  name: string;
  without: Mechanism;
  world: World;
  leadsTo: Violation;
  /** What it takes, once each. */
  faults: readonly Fault[];
}

const { oneKey, twoKeys, refunds } = worlds;

/** Every mechanism is here: one that could be taken out without harm would have no business in the protocol. */
export const variants: Variant[] = [
  {
    name: 'a fresh reference per attempt',
    without: 'stable-reference',
    world: oneKey,
    leadsTo: 'too much money moved',
    faults: ['slow network'],
  },
  {
    name: 'a fresh reference per attempt, for a refund',
    without: 'stable-reference',
    world: refunds,
    leadsTo: 'too much money moved',
    faults: ['slow network'],
  },
  {
    name: 'a bank that does not know its references',
    without: 'bank-knows-references',
    world: oneKey,
    leadsTo: 'too much money moved',
    faults: ['doubled message'],
  },
  { name: 'Redis only, no row', without: 'row', world: oneKey, leadsTo: 'never settled', faults: ['kill -9'] },
  {
    name: 'the row written after the bank was asked',
    without: 'row-first',
    world: oneKey,
    leadsTo: 'never settled',
    faults: ['kill -9'],
  },
  {
    name: 'Postgres away, the bank asked all the same',
    without: 'no-ledger-no-charge',
    world: twoKeys,
    leadsTo: 'too much money moved',
    faults: ['Postgres outage'],
  },
  {
    name: 'no unique active charge per order: looked first, then written',
    without: 'limit-in-the-statement',
    world: twoKeys,
    leadsTo: 'too much money moved',
    faults: [],
  },
  {
    name: 'the sum of refunds read first, then written',
    without: 'limit-in-the-statement',
    world: refunds,
    leadsTo: 'too much money moved',
    faults: [],
  },
  {
    name: 'a takeover that raises no fence',
    without: 'fence',
    world: twoKeys,
    leadsTo: 'too much money moved',
    faults: ['frozen worker', 'no connection'],
  },
  {
    name: 'a verdict written whatever stands there',
    without: 'conditional-verdict',
    world: oneKey,
    leadsTo: 'the ledger has it twice',
    faults: ['frozen worker'],
  },
  {
    name: 'verdict and entries in two statements',
    without: 'entries-with-the-verdict',
    world: oneKey,
    leadsTo: 'never settled',
    faults: ['kill -9'],
  },
  {
    name: 'any owner takes a row back that it did not send',
    without: 'first-owner-takes-back',
    world: twoKeys,
    leadsTo: 'too much money moved',
    faults: ['frozen worker', 'no connection'],
  },
  {
    name: 'the claim deleted on error',
    without: 'claim-outlives-errors',
    world: twoKeys,
    leadsTo: 'too much money moved',
    faults: ['slow network'],
  },
  {
    name: 'silence taken for a decline',
    without: 'silence-is-unknown',
    world: oneKey,
    leadsTo: 'an answer is not true',
    faults: ['slow network'],
  },
  {
    name: 'looked up, not found, so failed: no tombstone',
    without: 'tombstone',
    world: oneKey,
    leadsTo: 'the ledger says otherwise than the bank',
    faults: ['slow network'],
  },
  { name: 'no sweeper', without: 'sweeper', world: oneKey, leadsTo: 'never settled', faults: ['kill -9'] },
];
