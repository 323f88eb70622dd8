import { SECOND } from '@watertight/resilience';

/** Connections at most, each kind of work with its own: what an ornament or a sweeper holds, no payment waits for. */
export interface PoolSizes {
  /**
   * For requests that somebody waits for. By Little's law 1000 transactions a second of 5 ms keep 5 busy; more only queue
   * inside Postgres instead of before it.
   */
  readonly mustHave: number;
  /** For requests that a page is whole without: single reads of a ms or two. */
  readonly ornament: number;
  /** For what nobody waits for: sweepers, relay, messages, migrations. */
  readonly background: number;
}

/** What a service sets itself where its module says nothing else. */
export const databaseLimits = {
  /** 14 in all: two processes of each of the seven services stay below the server's 200, less what it keeps for its owner. */
  pools: { mustHave: 9, ornament: 2, background: 3 } satisfies PoolSizes as PoolSizes,
  /** For a free connection, a new one's handshake included. */
  acquireMs: 1 * SECOND,
  /** For the answer to one statement, waiting for locks included; then the connection is destroyed. */
  statementMs: 5 * SECOND,
  /** What the server's own "canceled" needs to arrive after a statement's time is over. */
  answerMs: 250,
  /** After which the server ends a transaction that says nothing. */
  idleInTransactionMs: 10 * SECOND,
} as const;
