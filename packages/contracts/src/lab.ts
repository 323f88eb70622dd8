import { z } from 'zod';

/** JSON has no Infinity. */
const Reached = z.union([z.number(), z.literal('never')]);

/** An experiment on the open shop, as it is described before its run. */
export const LabExperiment = z.object({
  name: z.string(),
  asks: z.string(),
  textbook: z.string(),
  hypothesis: z.string(),
  held: z.string(),
  /** A number of the first row, in this arm. */
  guess: z.object({ question: z.string(), arm: z.string() }),
  questions: z.array(z.tuple([z.string(), z.string()])),
  /** How long a run takes. */
  seconds: z.number(),
});
export type LabExperiment = z.infer<typeof LabExperiment>;

/** One number: predicted in each arm from the beginning of the run, and measured once that arm has ended. */
export const LabRow = z.object({
  what: z.string(),
  unit: z.string(),
  why: z.string(),
  arms: z
    .array(
      z.object({
        arm: z.string(),
        predicted: Reached,
        measured: Reached.optional(),
        isAsPredicted: z.boolean().optional(),
      }),
    )
    .readonly(),
  claim: z.object({ on: z.string(), off: z.string(), bound: z.string(), result: z.string().optional() }).optional(),
});
export type LabRow = z.infer<typeof LabRow>;

/** How far a run has come: `arm` is under way; with a verdict the run is over. */
export const LabProgress = z.object({
  rows: z.array(LabRow).readonly(),
  arm: z.string().optional(),
  verdict: z.enum(['HOLDS', 'FAILS', 'INCONCLUSIVE']).optional(),
  /** Why an INCONCLUSIVE run says nothing. */
  obstacle: z.string().optional(),
});
export type LabProgress = z.infer<typeof LabProgress>;
