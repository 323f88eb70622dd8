import { z } from 'zod';
import { CardToken } from './checkout.ts';
import { contract } from './endpoint.ts';
import { Currency, DecimalString, digitsFit, digitsRule } from './money.ts';
import { Timestamp, Uuid } from './names.ts';

export const CaptureRequest = z
  .strictObject({ amount: DecimalString, currency: Currency, cardToken: CardToken })
  .refine(digitsFit, digitsRule)
  .refine(({ amount }) => /[1-9]/.test(amount), { path: ['amount'], message: 'more than zero' })
  .meta({ id: 'CaptureRequest' });
export type CaptureRequest = z.infer<typeof CaptureRequest>;

export const Capture = z
  .object({
    reference: Uuid,
    status: z.enum(['captured', 'declined']),
    /** In words for the card's owner, "insufficient funds"; null when captured. */
    declineReason: z.string().nullable(),
    amount: DecimalString,
    currency: Currency,
    /** Null for a card the bank does not know: that is a decline like any other. */
    card: z.object({ brand: z.string(), last4: z.string() }).nullable(),
    at: Timestamp,
  })
  .meta({ id: 'Capture' });
export type Capture = z.infer<typeof Capture>;

const byReference = z.object({ reference: Uuid });

/** Another company: it moves the money once per reference, and answers the same for ever. */
export const bank = contract({
  capture: {
    method: 'PUT',
    path: '/captures/:reference',
    summary: 'Moves the money once per reference; another amount for the same reference is refused.',
    repeatable: 'always',
    params: byReference,
    body: CaptureRequest,
    answers: { 200: Capture },
    problems: ['reference-reused'],
  },
  readCapture: {
    method: 'GET',
    path: '/captures/:reference',
    summary: 'What became of a reference.',
    repeatable: 'always',
    params: byReference,
    answers: { 200: Capture },
    problems: ['capture-not-found'],
  },
});
