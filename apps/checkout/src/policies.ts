import { definePolicies, SECOND } from '@watertight/resilience';

/** Money has a fixed limit: above payment's own 5 s for the bank, so that it answers before we hang up; below the 9 s of an order. */
const timeout = { afterMs: 7 * SECOND };

/** Whom checkout calls. Repeating a charge is safe under its key, but only the bank's word ends one: there is no fallback. */
export const policies = definePolicies({
  payment: { bulkhead: { running: 200, waiting: 0 }, timeout },

  // The sweeper's own seats: charges left over from an outage must not crowd out people who are paying now.
  settlement: { service: 'payment', bulkhead: { running: 10, waiting: 0 }, timeout },
});
