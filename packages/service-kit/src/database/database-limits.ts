import { SECOND } from '@watertight/resilience';

/** Maximum connections by kind of work: a payment never waits for a connection that an optional read or a sweeper uses. */
export interface PoolSizes {
  /**
   * For critical requests. By Little's law 1000 transactions per second of 5 ms keep 5 busy; more connections only queue
   * inside Postgres instead of before it.
   */
  readonly critical: number;
  /** For requests that a page does not need: single reads of a ms or two. */
  readonly optional: number;
  /** For work without a waiting caller: sweepers, relay, messages, migrations. */
  readonly background: number;
}

/** The limits of a service whose module sets no others. */
export const databaseLimits = {
  /** 14 in all: two processes of each of the seven services stay below the server's 200, less what it keeps for its owner. */
  pools: { critical: 9, optional: 2, background: 3 } satisfies PoolSizes as PoolSizes,
  /** For a free connection, a new one's handshake included. */
  acquireMs: 1 * SECOND,
  /** For the answer to one statement, waiting for locks included; then the connection is destroyed. */
  statementMs: 5 * SECOND,
  /** What the server's own "canceled" needs to arrive after a statement's time is over. */
  answerMs: 250,
  /** The server ends a transaction that is idle for longer. */
  idleInTransactionMs: 10 * SECOND,
} as const;
