import { z } from 'zod';
import { contract } from './endpoint.ts';

const count = z.number();

/** One pipeline as its service sees it; a strategy that is left out has no member. */
export const PipelineSnapshot = z
  .looseObject({
    name: z.string(),
    breaker: z
      .looseObject({
        state: z.enum(['closed', 'open', 'half-open']),
        failuresInRow: count,
        retryInMs: count,
        /** Only while half-open. */
        probes: z.looseObject({ admitted: count, good: count, bad: count }).optional(),
      })
      .optional(),
    bulkhead: z.looseObject({ running: count, waiting: count, limit: count, abandoned: count }).optional(),
    timeout: z
      .looseObject({
        limitMs: count,
        p99Ms: count.nullish(),
        samples: count.optional(),
        /** Attempts of the last minute by what they took; only where the limit is measured. */
        histogram: z.array(z.looseObject({ belowMs: count, count })).optional(),
      })
      .optional(),
    /** How many retries are paid for. */
    retry: z.looseObject({ budget: count }).optional(),
    counts: z.looseObject({
      calls: count,
      ok: count,
      retriedOk: count,
      failed: count,
      refused: count,
      ignored: count,
      timedOut: count,
      fallback: count,
    }),
  })
  .meta({ id: 'PipelineSnapshot' });
export type PipelineSnapshot = z.infer<typeof PipelineSnapshot>;

/** In the order they run, outermost first. */
export const Pattern = z.enum(['fallback', 'deadline', 'bulkhead', 'retry', 'breaker', 'timeout']);
export type Pattern = z.infer<typeof Pattern>;

/** Which patterns a policy has, whether each is on, and its numbers by their bare names. */
export const PolicySettings = z
  .looseObject({
    switches: z.partialRecord(Pattern, z.boolean()),
    numbers: z.record(z.string(), z.union([z.number(), z.string()])),
  })
  .meta({ id: 'PolicySettings' });
export type PolicySettings = z.infer<typeof PolicySettings>;

const Settings = z.object({ service: z.string(), policies: z.record(z.string(), PolicySettings) });

/** What every service answers about itself, behind the ops token. */
export const ops = contract({
  readResilience: {
    method: 'GET',
    path: '/ops/resilience',
    summary: 'Every pipeline of the service: breaker, seats, limits, counts.',
    repeatable: 'always',
    answers: { 200: z.object({ service: z.string(), pipelines: z.array(PipelineSnapshot) }) },
  },
  readPatterns: {
    method: 'GET',
    path: '/ops/patterns',
    summary: 'The switches and numbers of every policy.',
    repeatable: 'always',
    answers: { 200: Settings },
  },
  changePatterns: {
    method: 'PATCH',
    path: '/ops/patterns/:policy',
    summary: 'Takes patterns out of one policy, puts them back, or sets its numbers; `forMs` undoes it by itself.',
    repeatable: 'always',
    params: z.object({ policy: z.string() }),
    body: z.record(z.string(), z.union([z.boolean(), z.number()])),
    answers: { 200: Settings },
    problems: ['policy-not-found'],
  },
  reset: {
    method: 'POST',
    path: '/ops/reset',
    summary: 'Makes every pipeline of the service as new: counts, states, switches and numbers.',
    repeatable: 'always',
    answers: { 204: null },
  },
  readReady: {
    method: 'GET',
    path: '/health/ready',
    summary: 'Whether the service wants requests.',
    repeatable: 'always',
    answers: { 200: z.looseObject({ status: z.string() }) },
  },
});
