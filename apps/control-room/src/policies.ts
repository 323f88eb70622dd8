import { definePolicies, SECOND } from '@watertight/resilience';

/**
 * Asked twice a second; a service that says no word for 0.8 s is shown as silent, and costs the others nothing.
 *
 * Seats for a few readings at once: the next begins before a silent one is given up, and each replica is asked.
 */
const watched = { bulkhead: { running: 8, waiting: 0 }, timeout: { afterMs: 800 } };

/** Somebody has pressed a button and waits; seats of their own, because a silent service has taken all of the watch's. */
const switched = { bulkhead: { running: 10, waiting: 0 }, timeout: { afterMs: 2 * SECOND } };

export const policies = definePolicies({
  'watch-storefront': watched,
  'watch-search': watched,
  'watch-checkout': watched,
  'watch-profile': watched,
  'watch-payment': watched,
  'watch-recommendations': watched,
  'watch-comments': watched,
  'watch-bank': watched,

  'switch-storefront': { ...switched, service: 'storefront' },
  'switch-search': { ...switched, service: 'search' },
  'switch-checkout': { ...switched, service: 'checkout' },
  'switch-profile': { ...switched, service: 'profile' },
  'switch-payment': { ...switched, service: 'payment' },
  'switch-recommendations': { ...switched, service: 'recommendations' },
  'switch-comments': { ...switched, service: 'comments' },
  'switch-bank': { ...switched, service: 'bank' },

  // The two numbers that must be one; nobody waits for them.
  'books-checkout': { ...watched, service: 'checkout' },
  'books-bank': { ...watched, service: 'bank' },

  // `start` answers when the process is ready, which takes seconds on a busy machine.
  supervisor: { bulkhead: { running: 10, waiting: 0 }, timeout: { afterMs: 30 * SECOND } },
});
