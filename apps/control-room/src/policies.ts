import { definePolicies, SECOND } from '@watertight/resilience';

/** Asked twice a second; a service that says no word for 0.8 s is shown as silent, and costs the others nothing. */
const watched = { bulkhead: { running: 2, waiting: 0 }, timeout: { afterMs: 800 } };

export const policies = definePolicies({
  'watch-storefront': watched,
  'watch-search': watched,
  'watch-checkout': watched,
  'watch-profile': watched,
  'watch-payment': watched,
  'watch-recommendations': watched,
  'watch-comments': watched,
  'watch-bank': watched,

  // `start` answers when the process is ready, which takes seconds on a busy machine.
  supervisor: { bulkhead: { running: 10, waiting: 0 }, timeout: { afterMs: 30 * SECOND } },
});
