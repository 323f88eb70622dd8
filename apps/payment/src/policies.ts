import { definePolicies, SECOND } from '@watertight/resilience';

const breaker = {
  failuresToOpen: 5,
  openMs: 30 * SECOND,
  unreachableOpenMs: 1 * SECOND,
  probes: 3,
  successesToClose: 2,
};

/** Fixed: a bank that thinks for 4 s is not broken, and giving up on it early only makes outcomes unknown. */
const timeout = { afterMs: 5 * SECOND };

/** Payment calls the bank: for charges with and without a waiting client, and for its list of captures. */
export const policies = definePolicies({
  // A customer waits: permit and answer together take less than the 7 s that checkout allows. No retry: an unknown outcome
  // is answered as such at once (202), and settled later.
  bank: { bulkhead: { running: 100, waiting: 100, maxWaitMs: 1 * SECOND }, breaker, timeout },

  // No customer waits. It has permits of its own, or a backlog of unknown charges would block those of customers.
  settling: {
    service: 'bank',
    deadline: { minRemainingMs: 1 * SECOND }, // after 5 s of silence there is no time for another attempt
    bulkhead: { running: 10, waiting: 0 },
    retry: { attempts: 5, firstDelayMs: 100 },
    breaker,
    timeout,
  },

  // Once a day; with a breaker of its own, so that a list which fails does not keep unknown charges from being asked about.
  comparing: {
    service: 'bank',
    bulkhead: { running: 4, waiting: 0 },
    retry: { attempts: 5, firstDelayMs: 100 },
    breaker,
    timeout,
  },
});

/** Three attempts at a table that is locked end within the 7.5 s that checkout waits, each with the server's certain answer. */
export const statementMs = 1.5 * SECOND;

/** What a charge or refund may take, in ms. Once it is committed it is finished without its caller. */
export const timeBudgets = {
  /** A wait for a permit (1 s) and one attempt of 5 s, or several that fail at once. */
  bankMs: 6 * SECOND,
  /** A wait for a permit, the bank and the statement that writes the result; well below the lease of 30 s. */
  settleMs: 10 * SECOND,
  /** The same for a refund. */
  refundMs: 10 * SECOND,
  /** What an answer needs to get back before its caller disconnects. */
  returnMs: 100,
};
