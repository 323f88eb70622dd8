import { z } from 'zod';
import { CardToken } from './checkout.ts';
import { contract } from './endpoint.ts';
import { Currency, DecimalString, digitsFit, digitsRule } from './money.ts';
import { Timestamp, Uuid } from './names.ts';

/** The largest charge, per currency's major unit. */
const MAX_AMOUNT = 999_999.99;

export const ChargeRequest = z
  .strictObject({
    orderId: z.string().regex(/^[A-Za-z0-9-]{1,64}$/, '1 to 64 letters, digits and hyphens'),
    amount: DecimalString,
    currency: Currency,
    cardToken: CardToken,
  })
  .refine(digitsFit, digitsRule)
  .refine(({ amount }) => Number(amount) > 0 && Number(amount) <= MAX_AMOUNT, {
    path: ['amount'],
    message: 'more than zero and at most 999999.99',
  })
  .meta({ id: 'ChargeRequest' });
export type ChargeRequest = z.infer<typeof ChargeRequest>;

const charged = {
  id: Uuid,
  orderId: z.string(),
  amount: DecimalString,
  currency: Currency,
  card: z.object({ brand: z.string(), last4: z.string() }).nullable(),
};

/** A charge as its readers see it; `processing` means that the money may have moved and will be settled. */
export const Charge = z
  .object({
    ...charged,
    status: z.enum(['processing', 'captured', 'declined', 'cancelled']),
    declineReason: z.string().nullable(),
    capturedAt: Timestamp.nullable(),
  })
  .meta({ id: 'Charge' });
export type Charge = z.infer<typeof Charge>;

export const CapturedCharge = z
  .object({ ...charged, status: z.literal('captured'), capturedAt: Timestamp })
  .meta({ id: 'CapturedCharge' });
export const ProcessingCharge = z
  .object({ ...charged, status: z.literal('processing') })
  .meta({ id: 'ProcessingCharge' });

export const payment = contract({
  chargeCard: {
    method: 'POST',
    path: '/charge-card',
    summary: 'Takes the money for one order, once per idempotency key.',
    repeatable: 'with-key',
    body: ChargeRequest,
    answers: { 201: CapturedCharge, 202: ProcessingCharge },
    problems: [
      'idempotency-key-missing',
      'idempotency-key-invalid',
      'idempotency-key-reused',
      'request-in-progress',
      'order-already-charged',
      'card-declined',
      'charge-cancelled',
      'ledger-unavailable',
      'bank-unavailable',
    ],
    nothingDone: ['ledger-unavailable', 'bank-unavailable'],
  },
  readCharge: {
    method: 'GET',
    path: '/charges/:chargeId',
    summary: 'One charge.',
    repeatable: 'always',
    params: z.object({ chargeId: Uuid }),
    answers: { 200: Charge },
    problems: ['charge-not-found'],
  },
  findCharge: {
    method: 'GET',
    path: '/charges',
    summary: 'The charge that an idempotency key of this caller made.',
    repeatable: 'always',
    query: z.object({ key: z.string().min(1).max(255) }),
    answers: { 200: Charge },
    problems: ['charge-not-found'],
  },
});
