import { definePolicies, SECOND } from '@watertight/resilience';

/**
 * Profile calls nobody, but it has a dependency that can be drained: the four threads of libuv.
 *
 * A hash keeps one of them busy for some 40 ms, on purpose. Behind seats of its own, a flood of sign-ins waits in line and
 * is refused in the end, while sessions are read as ever.
 */
export const policies = definePolicies({
  passwordHashing: {
    // Three of the four threads: files and DNS, and with it a new connection to Postgres, need the fourth.
    // No timeout: a hash cannot be stopped, and giving its seat away while it runs would be no limit at all.
    bulkhead: { running: 3, waiting: 100, maxWaitMs: 3 * SECOND },
  },
});
