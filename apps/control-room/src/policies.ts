import { definePolicies, SECOND } from '@watertight/resilience';

/** Somebody has pressed a button and waits. */
const switched = { bulkhead: { running: 10, waiting: 0 }, timeout: { afterMs: 2 * SECOND } };

/** The two numbers that must be one; nobody waits for them. */
const compared = { bulkhead: { running: 8, waiting: 0 }, timeout: { afterMs: 800 } };

export const policies = definePolicies({
  'switch-storefront': { ...switched, service: 'storefront' },
  'switch-search': { ...switched, service: 'search' },
  'switch-checkout': { ...switched, service: 'checkout' },
  'switch-profile': { ...switched, service: 'profile' },
  'switch-payment': { ...switched, service: 'payment' },
  'switch-recommendations': { ...switched, service: 'recommendations' },
  'switch-comments': { ...switched, service: 'comments' },
  'switch-bank': { ...switched, service: 'bank' },

  'books-checkout': { ...compared, service: 'checkout' },
  'books-bank': { ...compared, service: 'bank' },

  // `start` answers when the process is ready, which takes seconds on a busy machine.
  supervisor: { bulkhead: { running: 10, waiting: 0 }, timeout: { afterMs: 30 * SECOND } },
});
