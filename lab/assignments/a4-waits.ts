import type { Waits } from './grade-waits.ts';

/** Assignment 4: how long each service waits for the next one, and how often it calls it. One or more of these are wrong. */
export const waits: Waits = {
  // The page waits for checkout.
  storefront: { attempts: 1, attemptMs: 6000, backoffMs: 0 },
  // Checkout waits for payment.
  checkout: { attempts: 3, attemptMs: 2500, backoffMs: 100 },
  // Payment waits for the bank.
  payment: { attempts: 1, attemptMs: 4500, backoffMs: 0 },
};
