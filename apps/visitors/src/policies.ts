import { definePolicies } from '@watertight/resilience';

/** Two sums that must be equal, read in the background: a late answer is replaced by the next one. */
const compared = { bulkhead: { running: 8, waiting: 0 }, timeout: { afterMs: 800 } };

export const policies = definePolicies({
  'books-checkout': { ...compared, service: 'checkout' },
  'books-bank': { ...compared, service: 'bank' },
});
