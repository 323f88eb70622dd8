import { z } from 'zod';

/** One field that broke a rule. The value is named by the rule's text where that is safe, never for card tokens or passwords. */
export const FieldError = z
  .object({ field: z.string(), rule: z.string(), value: z.string().optional() })
  .meta({ id: 'FieldError' });

/** An error as RFC 9457 problem+json. Unknown members are kept: problems carry the ids and numbers they speak of. */
export const Problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    /** Stable, for programs: `card-declined`, `invalid-request`. */
    code: z.string(),
    /** What to quote when asking for help: the trace id. */
    reference: z.string().optional(),
    retryAfterMs: z.number().optional(),
    errors: z.array(FieldError).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
