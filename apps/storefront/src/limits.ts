import { MINUTE, SECOND } from '@watertight/resilience';
import type { Limit } from '@watertight/service-kit';

/**
 * How often one visitor may do one thing. An address may have hundreds of visitors behind it, so those by address are for what no
 * crowd of customers does; a customer or an account is one person.
 *
 * The name says the thing and who is counted; the pattern `limits` switches all of them.
 */
export const limits = {
  /** Thirty a second. Any query is some milliseconds of search's database. */
  'searches-by-address': { burst: 300, refillMs: SECOND / 30 },
  /** Twenty a second. Each first one makes a basket that is kept for weeks. */
  'baskets-by-address': { burst: 200, refillMs: SECOND / 20 },

  'orders-by-address': { burst: 60, refillMs: SECOND / 2 },
  'orders-by-customer': { burst: 20, refillMs: 10 * SECOND },
  /** Against trying stolen cards. Only declines are counted; wide, because a neighbor who pays must not wait for long. */
  'declines-by-address': { burst: 100, refillMs: 10 * SECOND },
  'declines-by-customer': { burst: 10, refillMs: 60 * SECOND },

  'comments-by-address': { burst: 30, refillMs: 2 * SECOND },
  'comments-by-customer': { burst: 10, refillMs: 10 * SECOND },

  // Each of these and of the sign-ins is a hash, which profile makes three at a time: ten at once are gone in a moment.
  /** A class of twenty registers in one minute. */
  'registrations-by-address': { burst: 10, refillMs: 5 * SECOND },

  // Signing in: only wrong passwords are counted. See docs/patterns/rate-limit.md.
  'sign-ins-by-address': {
    burst: 10,
    refillMs: 10 * SECOND,
    growingDelay: { firstMs: 1 * SECOND, maxMs: 10 * SECOND },
  },
  /** One account from one address: the usual guesser, and the owner who mistypes. */
  'sign-ins-by-account-and-address': {
    burst: 5,
    refillMs: 10 * MINUTE,
    growingDelay: { firstMs: 1 * SECOND, maxMs: 15 * MINUTE },
  },
  /** One account from all addresses: a guesser with many. Beyond it each address waits for its turn. */
  'sign-ins-by-account': { burst: 20, refillMs: 30 * SECOND },
  /** The turn of one address while its account is being guessed: first it waits, then it is let in, whatever the others do. */
  'sign-in-turns': { burst: 0, refillMs: 10 * MINUTE, growingDelay: { firstMs: 10 * SECOND, maxMs: 5 * MINUTE } },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;
