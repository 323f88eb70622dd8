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
    world: twoKeys,
    leadsTo: 'too much money moved',
    faults: [],
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
  {
    name: '"nothing was charged" answered to a claim whose own answer was lost',
    without: 'certain-refusals',
    world: oneKey,
    leadsTo: 'told that nothing was charged, and charged',
    faults: ['late commit'],
  },
  {
    name: '"another key has the order" answered by the second attempt of such a claim',
    without: 'silence-is-remembered',
    world: twoKeys,
    leadsTo: 'told that nothing was charged, and charged',
    faults: ['late commit'],
  },
  {
    name: 'a row that is taken back is deleted',
    without: 'taken-back-row-stays',
    world: oneKey,
    leadsTo: 'told that nothing was charged, and charged',
    faults: ['late commit', 'no connection'],
  },
  {
    name: 'a client that believes the last "nothing was charged", whatever became of its first request',
    without: 'every-answer-counts',
    world: oneKey,
    leadsTo: 'told that nothing was charged, and charged',
    faults: ['Postgres outage'],
  },
  {
    name: 'an answer of Redis given without a look at the row, which was lost',
    without: 'answers-from-the-row',
    world: oneKey,
    leadsTo: 'an answer says otherwise than the ledger',
    faults: ['lost commits'],
  },
  {
    name: 'an answer of Redis given without a look at the row, which never was',
    without: 'answers-from-the-row',
    world: oneKey,
    leadsTo: 'an answer is not true',
    faults: ['Redis lies'],
  },
  {
    name: 'a random reference, kept in the row',
    without: 'reference-from-key',
    world: oneKey,
    leadsTo: 'too much money moved',
    faults: ['lost commits'],
  },
  {
    name: 'captures without a row are only reported',
    without: 'adoption',
    world: oneKey,
    leadsTo: 'never settled',
    faults: ['lost commits'],
  },
  {
    name: 'a second captured charge of one order is adopted and kept',
    without: 'superfluous-goes-back',
    world: twoKeys,
    leadsTo: 'too much money moved',
    faults: ['lost commits'],
  },
  {
    name: 'a capture is adopted and given back while the other charge of its order is pending',
    without: 'adoption-waits',
    world: twoKeys,
    leadsTo: 'paid, and all of it given back',
    faults: ['lost commits'],
  },
];
