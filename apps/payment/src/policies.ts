import { definePolicies, SECOND } from '@watertight/resilience';

const breaker = { failuresToOpen: 5, openMs: 30 * SECOND, probes: 3, successesToClose: 2 };

/** Fixed: a bank that thinks for 4 s is not broken, and giving up on it early only makes outcomes unknown. */
const timeout = { afterMs: 5 * SECOND };

/** Whom payment calls: the bank, for two kinds of charges. */
export const policies = definePolicies({
  // A person waits: seat and answer together stay below the 7 s that checkout grants. Not repeated here: an outcome that is
  // unknown is said to be so at once (202), and settled without them.
  bank: { bulkhead: { running: 100, waiting: 100, maxWaitMs: 1 * SECOND }, breaker, timeout },

  // Nobody waits: seats of its own, or a backlog of unknown charges would refuse those of people.
  settling: {
    service: 'bank',
    deadline: { usefulMs: 1 * SECOND }, // after 5 s of silence there is no time for another attempt
    bulkhead: { running: 10, waiting: 0 },
    retry: { attempts: 5, firstDelayMs: 100 },
    breaker,
    timeout,
  },
});

/** A frozen Postgres is answered for within the 7 s that checkout waits. */
export const ledgerStatementMs = 2 * SECOND;
