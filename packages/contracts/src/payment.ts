import { z } from 'zod';
import { CardToken } from './place-order.ts';
import { contractFor } from './endpoint.ts';
import { role } from './role.ts';
import { MAX_KEY_LENGTH } from './headers.ts';
import { Currency, DecimalString, digitsFit, digitsRule } from './money.ts';
import { amountsByCurrency } from './published-amounts.ts';
import { text, Timestamp, Uuid } from './names.ts';

/** Digits before the point of the largest charge: it is less than 1,000,000. */
const WHOLE_DIGITS = 6;

export const ChargeRequest = z
  .strictObject({
    orderId: z.string().regex(/^[A-Za-z0-9-]{1,64}$/, '1 to 64 letters, digits and hyphens'),
    amount: DecimalString,
    currency: Currency,
    cardToken: CardToken,
  })
  .refine(digitsFit, digitsRule)
  .refine(({ amount }) => Number(amount) > 0 && Number(amount) < 10 ** WHOLE_DIGITS, {
    path: ['amount'],
    message: `more than zero and less than ${10 ** WHOLE_DIGITS}`,
  })
  .meta({ id: 'ChargeRequest', published: amountsByCurrency({ positive: true, wholeDigits: WHOLE_DIGITS }) });
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
    /** How much of it went back, or is about to. */
    refunded: DecimalString,
  })
  .meta({ id: 'Charge' });
export type Charge = z.infer<typeof Charge>;

export const CapturedCharge = z
  .object({ ...charged, status: z.literal('captured'), capturedAt: Timestamp })
  .meta({ id: 'CapturedCharge' });
export const ProcessingCharge = z
  .object({ ...charged, status: z.literal('processing') })
  .meta({ id: 'ProcessingCharge' });

export const RefundRequest = z
  .strictObject({
    amount: DecimalString.regex(/[1-9]/, 'more than zero'),
    reason: text(200).optional(),
  })
  .meta({ id: 'RefundRequest' });
export type RefundRequest = z.infer<typeof RefundRequest>;

const refunded = { id: Uuid, chargeId: Uuid, amount: DecimalString, currency: Currency };
export const MadeRefund = z.object({ ...refunded, status: z.literal('refunded') }).meta({ id: 'MadeRefund' });
/** It will be made without its client: the money is set aside. */
export const ProcessingRefund = z
  .object({ ...refunded, status: z.literal('processing') })
  .meta({ id: 'ProcessingRefund' });

/** One thing that happened to a charge. */
export const StoryLine = z
  .object({
    at: Timestamp,
    what: z.enum([
      'claimed',
      'row-written',
      'bank-asked',
      'process-died',
      'taken-over',
      'unknown',
      'captured',
      'declined',
      'cancelled',
      'settled',
      'taken-back',
      'adopted',
      'refund-asked',
      'refunded',
      'refund-refused',
      'charged-without-key',
    ]),
    /** How many had held the charge by then; null where that says nothing. */
    fence: z.int().nullable(),
    detail: z.string().nullable(),
  })
  .meta({ id: 'StoryLine' });
export type StoryLine = z.infer<typeof StoryLine>;

/** What one side says of a reference; null where it knows nothing of it. */
const Side = z.object({ status: z.string(), amount: DecimalString, currency: Currency, refunded: DecimalString });
const Unmatched = z
  .object({ reference: Uuid, here: Side.nullable(), atBank: Side.nullable() })
  .meta({ id: 'Unmatched' });
export type Unmatched = z.infer<typeof Unmatched>;

/** A captured charge as its caller lists it. */
export const CapturedOfCaller = z
  .object({
    id: Uuid,
    orderId: z.string(),
    /** The idempotency key it was made with. */
    key: z.string(),
    amount: DecimalString,
    currency: Currency,
    card: charged.card,
    capturedAt: Timestamp,
    /** How much of it went back, or is about to. */
    refunded: DecimalString,
  })
  .meta({ id: 'CapturedOfCaller' });
export type CapturedOfCaller = z.infer<typeof CapturedOfCaller>;

export const Reconciliation = z
  .object({
    checkedAt: Timestamp,
    since: Timestamp,
    matched: z.int(),
    onlyHere: z.array(Unmatched),
    onlyAtBank: z.array(Unmatched),
    differing: z.array(Unmatched),
  })
  .meta({ id: 'Reconciliation' });
export type Reconciliation = z.infer<typeof Reconciliation>;

const byCharge = z.object({ chargeId: Uuid });

export const payment = contractFor(['checkout'], {
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
    params: byCharge,
    answers: { 200: Charge },
    problems: ['charge-not-found'],
  },
  findCharge: {
    method: 'GET',
    path: '/charges',
    summary: 'The charge that an idempotency key of this caller made.',
    repeatable: 'always',
    query: z.object({ key: z.string().min(1).max(MAX_KEY_LENGTH) }),
    answers: { 200: Charge },
    problems: ['charge-not-found'],
  },
  readStory: {
    method: 'GET',
    path: '/charges/:chargeId/story',
    mayBeCalledBy: role.shopkeeper,
    summary: 'What happened to a charge, line by line; also to one whose row was taken back.',
    repeatable: 'always',
    params: byCharge,
    answers: { 200: z.object({ chargeId: Uuid, lines: z.array(StoryLine) }) },
    problems: ['charge-not-found'],
  },
  listCaptured: {
    method: 'GET',
    path: '/captured-charges',
    summary:
      'What was captured for this caller since a point in time, oldest first, 500 at a time; `next` is the `after` of the next page.',
    repeatable: 'always',
    query: z.object({ since: Timestamp, after: Uuid.optional() }),
    answers: { 200: z.object({ charges: z.array(CapturedOfCaller), next: Uuid.nullable() }) },
    problems: ['ledger-unavailable'],
  },
  refundCharge: {
    method: 'POST',
    path: '/charges/:chargeId/refunds',
    mayBeCalledBy: role.refunds,
    summary: 'Gives a part of a charge back, once per idempotency key; never more than was captured.',
    repeatable: 'with-key',
    params: byCharge,
    body: RefundRequest,
    answers: { 201: MadeRefund, 202: ProcessingRefund },
    problems: [
      'idempotency-key-missing',
      'idempotency-key-invalid',
      'idempotency-key-reused',
      'charge-not-found',
      'charge-not-captured',
      'refund-digits',
      'refund-exceeds-charge',
      'ledger-unavailable',
    ],
    nothingDone: ['ledger-unavailable'],
  },
  reconcile: {
    method: 'GET',
    path: '/reconciliation',
    mayBeCalledBy: role.shopkeeper,
    summary: 'The ledger beside the bank, both ways, since a point in time; unless told otherwise, two days ago.',
    repeatable: 'always',
    query: z.object({ since: Timestamp.optional() }),
    answers: { 200: Reconciliation },
    problems: ['bank-unavailable', 'ledger-unavailable'],
  },
});
