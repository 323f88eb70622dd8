import type { Verdict } from './state.ts';

/** A handful of requests about one order: small enough to try everything. */
export interface World {
  name: string;
  /** What is asked for, per key. In units, as only sums matter. */
  amounts: Record<string, number>;
  /** What may move in all: the price of the order, or for refunds, what was captured. */
  limit: number;
  /** Which key each worker's request carries. */
  requests: Record<string, string>;
  words: { move: string; moved: string };
  /** A charge is given up when no process can settle it; a refund never is. */
  canBeGivenUp: boolean;
  /** What keeps the limit when rows are lost: reconciliation gives the second charge back, or the bank declines. */
  overLimit: 'goes back' | 'declined by the bank' | 'moves';
}

/** The names of results in what people read. */
export function wordFor({ words }: World, verdict: Verdict): string {
  return verdict === 'moved' ? words.moved : verdict;
}

const charge = {
  limit: 1,
  words: { move: 'captures', moved: 'captured' },
  canBeGivenUp: true,
  overLimit: 'goes back' as const,
};

const refunds = {
  amounts: { '1': 60, '2': 60 },
  limit: 99,
  requests: { 'worker A': '1', 'worker B': '2' },
  words: { move: 'refunds', moved: 'refunded' },
  canBeGivenUp: false,
};

export const worlds = {
  oneKey: {
    ...charge,
    name: 'one charge, asked for twice with one key',
    amounts: { '1': 1 },
    requests: { 'worker A': '1', 'worker B': '1' },
  },
  twoKeys: {
    ...charge,
    name: 'one order, charged under two keys',
    amounts: { '1': 1, '2': 1 },
    requests: { 'worker A': '1', 'worker B': '2' },
  },
  refunds: { ...refunds, name: 'two refunds of 60.00 on 99.99, under two keys', overLimit: 'moves' },
  boundedRefunds: {
    ...refunds,
    name: 'the same refunds, at a bank that gives back no more than it captured',
    overLimit: 'declined by the bank',
  },
} satisfies Record<string, World>;
