import { definePolicies, SECOND } from '@watertight/resilience';

/** What both kinds of calls share: repeating a charge is safe under its key, and only the bank's word ends one. */
const charging = {
  deadline: { minRemainingMs: 1 * SECOND }, // after an attempt that hung there is no time for another
  breaker: { failuresToOpen: 5, openMs: 30 * SECOND, unreachableOpenMs: 1 * SECOND, probes: 3, successesToClose: 2 },
  // Money has a fixed limit: above payment's own 5 s for the bank, so that it answers before we hang up; below the 9 s of an order.
  timeout: { afterMs: 7 * SECOND },
};

/** Whom checkout calls. There is no fallback: nothing stands in for money. */
export const policies = definePolicies({
  // A person waits.
  payment: { ...charging, bulkhead: { running: 200, waiting: 0 }, retry: { attempts: 3, firstDelayMs: 100 } },

  // The sweeper has permits of its own: charges left over from an outage must not crowd out customers who are paying now.
  settlement: {
    ...charging,
    service: 'payment',
    bulkhead: { running: 10, waiting: 0 },
    retry: { attempts: 5, firstDelayMs: 100 },
  },

  // Compares orders with charges once a minute; a list that fails must not keep charges from being settled.
  comparison: {
    ...charging,
    service: 'payment',
    bulkhead: { running: 4, waiting: 0 },
    retry: { attempts: 5, firstDelayMs: 100 },
  },
});

/** What an order may take, in ms. Most of it is finished without its caller, so the limits are its own. */
export const timeBudgets = {
  /** Above the 7 s of one attempt, so that one that hangs ends by its own limit; below the 9 s of an order. */
  chargeMs: 7.5 * SECOND,
  /** For reading what another charge came to; with the charge it stays within the time that an order is worked on. */
  readChargeMs: 2 * SECOND,
  /** The charge, and the transaction after it. */
  finishMs: 12 * SECOND,
  /** What an answer needs to get out before its caller's time is over. */
  answerMs: 50,
};
