import { definePolicies, SECOND } from '@watertight/resilience';
import { signedOutOrAway } from './calls/signed-out-or-away.ts';
import { away } from './part.ts';

/** The page is whole without it, and late is as good as never: no queue, 300 ms, and its own seats. */
const ornament = { bulkhead: { running: 50, waiting: 0 }, timeout: { afterMs: 300 } };

/**
 * Whom the storefront calls, and what a visitor gets when that service is slow, broken or full.
 *
 * Strategies run outermost first: fallback, deadline, bulkhead, timeout; the page's deadline bounds them all.
 * A policy is a dependency and what it is called for: one that hangs uses up its own seats, never those of another.
 */
export const policies = definePolicies({
  // Without a product there is no page: its last known copy with its age, else an honest 503.
  search: { bulkhead: { running: 100, waiting: 100, maxWaitMs: 500 }, timeout: { afterMs: 1 * SECOND } },

  // Baskets, stores, and money: 9 s is above checkout's own 7 s for payment, so that it answers before we hang up.
  // Pages that only read bring a deadline of 2 s.
  checkout: { bulkhead: { running: 200, waiting: 100, maxWaitMs: 500 }, timeout: { afterMs: 9 * SECOND } },

  // Signing in: a password takes profile a quarter of a second, and some waiting in its own queue.
  profile: { bulkhead: { running: 50, waiting: 50, maxWaitMs: 500 }, timeout: { afterMs: 2 * SECOND } },

  // What somebody wrote is no ornament: it may take its time, and is kept when it fails.
  postComment: {
    service: 'comments',
    bulkhead: { running: 20, waiting: 20, maxWaitMs: 500 },
    timeout: { afterMs: 2 * SECOND },
  },

  basketBadge: { ...ornament, service: 'checkout', fallback: () => away },

  // The last known price and stock, where there are any: see calls/checkout.ts.
  stock: { ...ornament, service: 'checkout' },

  account: { ...ornament, service: 'profile', fallback: signedOutOrAway },

  // The bestsellers we were told last take the place of both.
  recommendations: { ...ornament, fallback: () => away },
  tiles: { ...ornament, service: 'search', fallback: () => away },

  comments: { ...ornament, fallback: () => away },
});
