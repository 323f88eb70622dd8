import { definePolicies, SECOND } from '@watertight/resilience';

/**
 * Profile calls no service, but it has a dependency that can be exhausted: the four threads of libuv.
 *
 * A hash keeps one of them busy for some 40 ms, on purpose. Behind a bulkhead, a flood of sign-ins waits in its queue and
 * is refused in the end, while sessions are still read.
 */
export const policies = definePolicies({
  passwordHashing: {
    // Three of the four threads: files and DNS, and with it a new connection to Postgres, need the fourth.
    // No timeout: a hash cannot be stopped, and a permit that is released while it runs would be no limit at all.
    bulkhead: { running: 3, waiting: 100, maxWaitMs: 3 * SECOND },
  },
});
