import { definePolicies, SECOND } from '@watertight/resilience';

/**
 * Whom payment calls: the bank, for two kinds of charges.
 *
 * The limit is fixed. A bank that thinks for 4 s is not broken, and giving up on it early only makes outcomes unknown.
 */
export const policies = definePolicies({
  // A person waits: seat and answer together stay below the 7 s that checkout grants.
  bank: {
    bulkhead: { running: 100, waiting: 100, maxWaitMs: 1 * SECOND },
    timeout: { afterMs: 5 * SECOND },
  },

  // Nobody waits: seats of its own, or a backlog of unknown charges would refuse those of people.
  settling: {
    service: 'bank',
    bulkhead: { running: 10, waiting: 0 },
    timeout: { afterMs: 5 * SECOND },
  },
});
