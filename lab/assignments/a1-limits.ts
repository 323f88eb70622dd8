import type { Limits } from './grade-limits.ts';

/** Assignment 1: one limit for each service, in ms. These are three times the p99, the rule of thumb. */
export const limitsMs: Limits = {
  search: 240,
  profile: 510,
  comments: 130,
};
