import { z } from 'zod';
import { contract } from './endpoint.ts';

const count = z.number();

/** One pipeline as its service sees it; a strategy that is left out has no member. */
export const PipelineSnapshot = z
  .looseObject({
    name: z.string(),
    breaker: z
      .looseObject({ state: z.enum(['closed', 'open', 'half-open']), failuresInRow: count, retryInMs: count })
      .optional(),
    bulkhead: z.looseObject({ running: count, waiting: count, limit: count, abandoned: count }).optional(),
    timeout: z.looseObject({ limitMs: count, p99Ms: count.nullish(), samples: count.optional() }).optional(),
    counts: z.looseObject({ calls: count, ok: count, failed: count, refused: count, timedOut: count, fallback: count }),
  })
  .meta({ id: 'PipelineSnapshot' });
export type PipelineSnapshot = z.infer<typeof PipelineSnapshot>;

/** What every service answers about itself, behind the ops token. */
export const ops = contract({
  readResilience: {
    method: 'GET',
    path: '/ops/resilience',
    summary: 'Every pipeline of the service: breaker, seats, limits, counts.',
    repeatable: 'always',
    answers: { 200: z.object({ service: z.string(), pipelines: z.array(PipelineSnapshot) }) },
  },
  readReady: {
    method: 'GET',
    path: '/health/ready',
    summary: 'Whether the service wants requests.',
    repeatable: 'always',
    answers: { 200: z.looseObject({ status: z.string() }) },
  },
});
