import { z } from 'zod';
import type { Kind } from './kind.ts';
import { kinds } from './kinds.ts';

export interface BrokenField {
  field: string;
  rule: string;
}

/** What was asked for is no fault: each field that broke a rule, and the rule. */
export class InvalidFaultError extends Error {
  override readonly name = 'InvalidFaultError';
  readonly errors: readonly BrokenField[];

  constructor(errors: readonly BrokenField[]) {
    super(errors.map(({ field, rule }) => `${field}: ${rule}`).join('; '));
    this.errors = errors;
  }
}

/** A fault as it was asked for, defaults filled in. */
export interface AskedFault {
  readonly kind: string;
  readonly forMs: number;
  readonly percent: number;
  readonly match: Match;
  readonly seed: number;
  /** The kind's own. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Which requests it may strike; what is absent matches all. */
export interface Match {
  readonly caller?: string | undefined;
  readonly method?: string | undefined;
  readonly route?: string | undefined;
}

const forMs = z.int().min(1).max(600_000).default(30_000).describe('how long it lasts');
const perRequest = {
  percent: z.number().gt(0).max(100).default(100).describe('how many of the requests it strikes'),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32)
    .default(0)
    .describe('what the draws begin with'),
  match: z
    .strictObject({
      caller: z.string().max(40).optional(),
      method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
      route: z.string().startsWith('/').max(200).optional(),
    })
    .default({})
    .describe('which requests: of whom, by which method, to which route'),
};

/** What a PUT of this kind may hold. */
export function schemaOf(name: string, { fields, process }: Kind) {
  return z.strictObject({ kind: z.literal(name), forMs, ...(process === undefined && perRequest), ...fields });
}

/** @throws InvalidFaultError */
export function readFault(body: unknown): AskedFault {
  const name: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'kind') : undefined;
  const kind = typeof name === 'string' ? kinds.get(name) : undefined;
  if (kind === undefined || typeof name !== 'string')
    throw new InvalidFaultError([{ field: 'kind', rule: `one of ${[...kinds.keys()].join(', ')} expected` }]);
  const read = schemaOf(name, kind).safeParse(body);
  if (!read.success) throw new InvalidFaultError(read.error.issues.flatMap(brokenFields));
  const { kind: _, forMs, percent = 100, seed = 0, match = {}, ...fields } = read.data as Record<string, unknown>;
  const contradiction = kind.together?.(fields);
  if (contradiction !== undefined) throw new InvalidFaultError([contradiction]);
  return { kind: name, forMs, percent, seed, match, fields } as AskedFault;
}

function brokenFields(issue: z.core.$ZodIssue): BrokenField[] {
  const path = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return [{ field: path || 'body', rule: issue.message }];
  return issue.keys.map(key => ({ field: path === '' ? key : `${path}.${key}`, rule: 'no such field' }));
}
