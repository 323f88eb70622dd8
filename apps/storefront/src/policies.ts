import { definePolicies, SECOND } from '@watertight/resilience';
import { unavailable, valueIfRefused } from './clients/availability.ts';

/** Opens for 30 s after 5 failures in a row, for 1 s where the service is not running; then 2 good probes out of 3 close it. */
const breaker = {
  failuresToOpen: 5,
  openMs: 30 * SECOND,
  unreachableOpenMs: 1 * SECOND,
  probes: 3,
  successesToClose: 2,
};

/** Somebody waits: three attempts, the third 300 ms after the first where failing takes no time. */
const retry = { attempts: 3, firstDelayMs: 100 };

/**
 * The page is whole without it, and late is as good as never: no queue, no retry, and its own seats and breaker.
 *
 * 250 ms of the page's 300: an attempt that the page's deadline cuts says nothing of the service, and a breaker would
 * never open on one that hangs.
 */
const ornament = { bulkhead: { running: 50, waiting: 0 }, breaker, timeout: { afterMs: 250 } };

/** Nobody waits, and one at a time is enough. */
const background = { bulkhead: { running: 2, waiting: 0 }, timeout: { afterMs: 1 * SECOND } };

/** Follows what the service takes. Never below half a second: a pause of a busy machine must not close a basket. */
const withinAPage = { p99Times: 3, minMs: 500, maxMs: 1.5 * SECOND };

/**
 * Whom the storefront calls, and what a visitor gets when that service is slow, broken or full.
 *
 * Strategies run outermost first: fallback, deadline, bulkhead, retry, breaker, timeout; the page's deadline bounds them all.
 * A policy is a dependency and what it is called for: one that hangs uses up its own seats, never those of another.
 */
export const policies = definePolicies({
  // Without a product there is no page: its last known copy with its age, else an honest 503.
  search: {
    bulkhead: { running: 100, waiting: 100, maxWaitMs: 500 },
    retry,
    breaker,
    timeout: { p99Times: 3, minMs: 250, maxMs: 1 * SECOND }, // results have 1.2 s
  },

  // Baskets, orders as they are read, stores: pages of 2 s.
  checkout: { bulkhead: { running: 200, waiting: 100, maxWaitMs: 500 }, retry, breaker, timeout: withinAPage },

  // Money, repeated only because every order carries its key. On seats of its own: a slow bank keeps people who pay for
  // seconds, and must not keep others from their baskets.
  pay: {
    service: 'checkout',
    deadline: { usefulMs: 1 * SECOND }, // after an attempt that hung there is no time for another
    bulkhead: { running: 200, waiting: 100, maxWaitMs: 500 },
    retry,
    breaker,
    timeout: { afterMs: 8 * SECOND }, // of the page's 9; checkout's own limit for payment is 7, so that it answers before we hang up
  },

  // Signing in: a password takes profile a quarter of a second, and some waiting in its own queue.
  profile: { bulkhead: { running: 50, waiting: 50, maxWaitMs: 500 }, retry, breaker, timeout: withinAPage },

  // What somebody wrote is no ornament: it may take its time, and is kept when it fails.
  postComment: {
    service: 'comments',
    bulkhead: { running: 20, waiting: 20, maxWaitMs: 500 },
    retry,
    breaker,
    timeout: withinAPage,
  },

  // A basket that checkout refuses is empty, and a session that profile refuses is over: those are answers.
  basketBadge: { ...ornament, service: 'checkout', fallback: valueIfRefused(0) },

  // The last known price and stock, where there are any: see clients/checkout.ts.
  stock: { ...ornament, service: 'checkout' },

  account: { ...ornament, service: 'profile', fallback: valueIfRefused(null) },

  // The bestsellers we were told last take the place of both.
  recommendations: { ...ornament, fallback: () => unavailable },
  tiles: { ...ornament, service: 'search', fallback: () => unavailable },

  comments: { ...ornament, fallback: () => unavailable },

  // The bestsellers we keep for that, asked for in the background. Not under the policies of the shelf: nobody else is up yet
  // when a shop opens, and five failures of ours would refuse visitors for half a minute. No breaker: once a second spares nobody.
  bestsellers: { ...background, service: 'recommendations', fallback: () => unavailable },
  bestsellerTiles: { ...background, service: 'search', fallback: () => unavailable },
});

export type PolicyName = keyof typeof policies;
