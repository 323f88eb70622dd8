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
        /** Attempts of the last minute that passed their limit; only where the limit is measured. */
        cutOff: count.optional(),
        /** Some attempts get the ceiling, to learn whether the service has become slower. */
        isExploring: z.boolean().optional(),
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
    /** Whom it calls. */
    service: z.string(),
    switches: z.partialRecord(Pattern, z.boolean()),
    numbers: z.record(z.string(), z.union([z.number(), z.string()])),
  })
  .meta({ id: 'PolicySettings' });
export type PolicySettings = z.infer<typeof PolicySettings>;

/** A fault that is on; beside these fields it has those of its kind, and the requests that it affects. */
export const ActiveFault = z
  .looseObject({
    name: z.string(),
    kind: z.string(),
    remainingMs: count,
    /** How often it struck. */
    injected: count,
    percent: count.optional(),
    match: z.record(z.string(), z.string()).optional(),
  })
  .meta({ id: 'ActiveFault' });
export type ActiveFault = z.infer<typeof ActiveFault>;

/** A way to be broken: what the caller sees, and the JSON Schema of its fields. */
export const FaultKind = z
  .looseObject({
    kind: z.string(),
    says: z.string(),
    schema: z.looseObject({ properties: z.record(z.string(), z.unknown()) }),
  })
  .meta({ id: 'FaultKind' });
export type FaultKind = z.infer<typeof FaultKind>;

/** The name of a fault that is on. */
export const FaultName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,63}$/,
    'lower-case letters, digits and hyphens expected, 64 at most, for example slow-search',
  );

const OneFault = z.object({ name: FaultName });

const Settings = z.object({
  service: z.string(),
  policies: z.record(z.string(), PolicySettings),
  /** Patterns of the service itself, beside those of its policies: `idempotency`. */
  patterns: z.record(z.string(), z.boolean()).optional(),
  /** When a change with `forMs` is undone, ISO 8601: `search.breaker` of a policy, `idempotency` of the service itself. */
  undoneAt: z.record(z.string(), z.string()).optional(),
});

const LONGEST_CHANGE_MS = 600_000;
const changeMs = `whole milliseconds from 1 to ${LONGEST_CHANGE_MS} expected`;
const onOrOff = z.boolean('true or false expected').optional();

/**
 * A change of patterns at run time: `{"breaker": false, "openMs": 2000, "forMs": 60000}`.
 *
 * The other names are numbers of policies, whose own rules check them, and patterns of the service itself.
 */
export const PatternChange = z
  .object(
    {
      fallback: onOrOff,
      deadline: onOrOff,
      bulkhead: onOrOff,
      retry: onOrOff,
      breaker: onOrOff,
      timeout: onOrOff,
      /** Undone by itself after this time; absent: it stays until the next change. */
      forMs: z.int(changeMs).min(1, changeMs).max(LONGEST_CHANGE_MS, changeMs).optional(),
    } satisfies Record<Pattern | 'forMs', z.ZodType>,
    'an object expected, for example {"breaker": false}',
  )
  .catchall(z.union([z.boolean(), z.number(), z.string()], 'true, false, a number or a word expected'))
  .refine(change => Object.keys(change).some(name => name !== 'forMs'), 'a pattern or a number to change expected');
export type PatternChange = z.infer<typeof PatternChange>;

const OnePolicy = z.object({ policy: z.string() });

/** An address that a service leaves out after failures in a row, and the time until one attempt tries it. */
const EjectedAddress = z.looseObject({ policy: z.string(), origin: z.string(), retryInMs: count });

/** Events that their consumers have not acknowledged yet: the outbox of a service. */
export const Backlog = z
  .looseObject({
    /** When the oldest was written, ISO 8601; null if none waits. */
    oldestAt: z.string().nullable(),
    /** How many wait, by queue; at most 1,000 in all are counted. */
    waiting: z.record(z.string(), count),
    /** How many are no longer sent, because their consumers failed on them; at most 1,000. Absent: an older service. */
    putAside: count.optional(),
  })
  .meta({ id: 'Backlog' });
export type Backlog = z.infer<typeof Backlog>;

/** The whole state in one answer, for the control room. */
export const OpsState = Settings.extend({
  ready: z.boolean(),
  pipelines: z.array(PipelineSnapshot),
  /** Empty also without FAULTS=on. */
  faults: z.array(ActiveFault),
  /** Absent in the state of an older service. */
  ejected: z.array(EjectedAddress).optional(),
  /** Only of a service with an outbox. */
  backlog: Backlog.optional(),
}).meta({ id: 'OpsState' });
export type OpsState = z.infer<typeof OpsState>;

/** What every service answers about itself, behind the ops token. */
export const ops = contract({
  readState: {
    method: 'GET',
    path: '/ops/state',
    summary:
      'Whether it is ready, every pipeline, its switches and numbers, and what it is broken by. With `?follow` newline-delimited JSON: a line whenever it is otherwise, an empty one as a sign of life, four a second.',
    repeatable: 'always',
    answers: { 200: OpsState },
  },
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
  readPolicyPatterns: {
    method: 'GET',
    path: '/ops/patterns/:policy',
    summary: 'The switches and numbers of one policy.',
    repeatable: 'always',
    params: OnePolicy,
    answers: { 200: Settings },
    problems: ['policy-not-found'],
  },
  changePatterns: {
    method: 'PATCH',
    path: '/ops/patterns/:policy',
    summary: 'Takes patterns out of one policy, puts them back, or sets its numbers; `forMs` undoes it by itself.',
    repeatable: 'always',
    params: OnePolicy,
    body: PatternChange,
    answers: { 200: Settings },
    problems: ['policy-not-found'],
  },
  changeAllPatterns: {
    method: 'PATCH',
    path: '/ops/patterns',
    summary: 'The same for every policy that has the pattern, and for the patterns of the service itself.',
    repeatable: 'always',
    body: PatternChange,
    answers: { 200: Settings },
  },
  reset: {
    method: 'POST',
    path: '/ops/reset',
    summary: 'Makes every pipeline of the service as new: counts, states, switches and numbers.',
    repeatable: 'always',
    answers: { 204: null },
  },
  listFaults: {
    method: 'GET',
    path: '/ops/faults',
    summary: 'What the service is broken by on purpose, how long still, and how often it struck; only with FAULTS=on.',
    repeatable: 'always',
    answers: { 200: z.object({ faults: z.array(ActiveFault) }) },
  },
  readFaultKinds: {
    method: 'GET',
    path: '/ops/faults/kinds',
    summary: 'The ways it can be broken.',
    repeatable: 'always',
    answers: { 200: z.object({ kinds: z.array(FaultKind) }) },
  },
  putFault: {
    method: 'PUT',
    path: '/ops/faults/:name',
    summary: 'Switches a fault on, for 30 s unless it says otherwise; one of the same name begins anew.',
    repeatable: 'always',
    params: OneFault,
    body: z.record(z.string(), z.unknown()),
    answers: { 201: ActiveFault, 200: ActiveFault },
    problems: ['invalid-request'],
  },
  deleteFault: {
    method: 'DELETE',
    path: '/ops/faults/:name',
    summary: 'Switches a fault off.',
    repeatable: 'always',
    params: OneFault,
    answers: { 204: null },
    problems: ['fault-not-found'],
  },
  clearFaults: {
    method: 'DELETE',
    path: '/ops/faults',
    summary: 'Switches every fault of the service off.',
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
