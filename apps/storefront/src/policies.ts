import { definePolicies, SECOND } from '@watertight/resilience';
import { unavailable, valueIfRefused } from './clients/availability.ts';
import { bestsellers, lastCopy, lastStock } from './clients/last-known.ts';

/** What a visitor waits for at most, from the click. Every call of a click ends within its budget. */
export const timeBudgets = {
  /** A page, or a form that is sent. */
  pageMs: 2 * SECOND,
  /** Results: a search that takes longer is repeated by hand. */
  resultsMs: 1.2 * SECOND,
  /** Paying: the bank may take 5 s, and payment and checkout must answer before us. */
  payMs: 9 * SECOND,
  /** An optional section: the page is complete by then, with it or without. Two calls in a row share it. */
  optionalMs: 300,
  /** Bestsellers that are requested in the background; no visitor waits. */
  backgroundMs: 2 * SECOND,
};

/** Opens for 30 s after 5 failures in a row, for 1 s where the service is not running; then 2 good probes out of 3 close it. */
const breaker = {
  failuresToOpen: 5,
  openMs: 30 * SECOND,
  unreachableOpenMs: 1 * SECOND,
  probes: 3,
  successesToClose: 2,
};

/** A visitor waits: three attempts, the third 300 ms after the first where failing takes no time. */
const retry = { attempts: 3, firstDelayMs: 100 };

/**
 * The page is complete without it, and a late answer is useless: no queue, no retry, and permits and a breaker of its own.
 *
 * 250 ms of the section's 300: an attempt that the deadline cuts is no information about the service, and a breaker would never open
 * on one that hangs.
 */
const optional = { bulkhead: { running: 50, waiting: 0 }, breaker, timeout: { afterMs: 250 } };

/** No visitor waits, and one call at a time is enough. */
const background = { bulkhead: { running: 2, waiting: 0 }, timeout: { afterMs: 1 * SECOND } };

/** Follows what the service takes. Never below half a second: a pause of a busy machine must not close a basket. */
const withinAPage = { p99Times: 3, minMs: 500, maxMs: 1.5 * SECOND };

/**
 * The services that the storefront calls, and what a visitor gets if one is slow, broken or full.
 *
 * Strategies run outermost first: fallback, deadline, bulkhead, retry, breaker, timeout; the time budget bounds them all.
 * A policy is a service and what it is called for: one that hangs uses up its own permits, never those of another.
 */
export const policies = definePolicies({
  // Without a product there is no page: its last known copy with its age (`copies`), else an honest 503.
  search: {
    bulkhead: { running: 100, waiting: 100, maxWaitMs: 500 },
    retry,
    breaker,
    timeout: { p99Times: 3, minMs: 250, maxMs: 1 * SECOND }, // results have 1.2 s
  },

  // Baskets, orders as they are read, stores: pages of 2 s.
  checkout: { bulkhead: { running: 200, waiting: 100, maxWaitMs: 500 }, retry, breaker, timeout: withinAPage },

  // Money, repeated only because every order carries its key. With permits of its own: a slow bank keeps customers who pay for
  // seconds, and must not keep others from their baskets.
  pay: {
    service: 'checkout',
    deadline: { minRemainingMs: 1 * SECOND }, // after an attempt that hung there is no time for another
    bulkhead: { running: 200, waiting: 100, maxWaitMs: 500 },
    retry,
    breaker,
    timeout: { afterMs: 8 * SECOND }, // of the page's 9; checkout's own limit for payment is 7, so that it answers before we hang up
  },

  profile: { bulkhead: { running: 50, waiting: 50, maxWaitMs: 500 }, retry, breaker, timeout: withinAPage },

  // Apart from who is signed in: a hundred wrong passwords at once fill these permits, and open this breaker, only. A password
  // takes profile up to a quarter of a second. No retry: it would take as long again.
  signIn: {
    service: 'profile',
    // Twice what profile hashes at once. The others wait here, where a wait is no failure: twenty at a profile that is slow would
    // time out, and open the breaker to all customers.
    bulkhead: { running: 6, waiting: 40, maxWaitMs: 1 * SECOND },
    breaker,
    timeout: withinAPage,
  },

  // Sign-outs that are delivered late. No breaker, for the same reason as below.
  signOuts: { ...background, service: 'profile' },

  // A comment that is written is not optional: it may take its time, and its text is kept if it fails.
  postComment: {
    service: 'comments',
    bulkhead: { running: 20, waiting: 20, maxWaitMs: 500 },
    retry,
    breaker,
    timeout: withinAPage,
  },

  // A basket that checkout refuses is empty, and a session that profile refuses is over: those are answers.
  basketBadge: { ...optional, service: 'checkout', fallback: valueIfRefused(0) },

  // The last known price and stock, where there are any (`copies`).
  stock: { ...optional, service: 'checkout' },

  account: { ...optional, service: 'profile', fallback: valueIfRefused(null) },

  // First the ids, then their cards: bestsellers replace both.
  recommendations: { ...optional, fallback: bestsellers },
  tiles: { ...optional, service: 'search', fallback: bestsellers },

  comments: { ...optional, fallback: () => unavailable },

  // The bestsellers we keep for that, requested in the background. Not under the policies of the section: no service is up yet
  // when a shop opens, and five failures of ours would refuse visitors for half a minute. No breaker: one call a second harms nothing.
  bestsellers: { ...background, service: 'recommendations', fallback: () => unavailable },
  bestsellerTiles: { ...background, service: 'search', fallback: () => unavailable },
});

/** The fallbacks that depend on what was requested: the copy under the same key. Its client hands it to the call. */
export const copies = { product: lastCopy('product'), results: lastCopy('results'), stock: lastStock };

export type PolicyName = keyof typeof policies;
