import { z } from 'zod';
import { CardToken } from './place-order.ts';
import { contractFor } from './endpoint.ts';
import { Currency, DecimalString, digitsFit, digitsRule, isPositive, Money, positiveRule } from './money.ts';
import { amountsByCurrency, POSITIVE } from './published-amounts.ts';
import { Timestamp, Uuid, WITHOUT_NUL } from './names.ts';

/** What the shop writes beside a request, for itself: the bank keeps it and lists it. */
const Memo = z
  .string()
  .max(1000)
  .regex(WITHOUT_NUL, 'no NUL')
  .refine(memo => memo.isWellFormed(), 'no broken surrogates');

export const CaptureRequest = z
  .strictObject({ amount: DecimalString, currency: Currency, cardToken: CardToken, memo: Memo.optional() })
  .refine(digitsFit, digitsRule)
  .refine(isPositive, positiveRule)
  .meta({ id: 'CaptureRequest', published: amountsByCurrency(POSITIVE) });
export type CaptureRequest = z.infer<typeof CaptureRequest>;

export const Capture = z
  .object({
    reference: Uuid,
    /** `void`: called off before it was captured; no money moves under this reference, ever. */
    status: z.enum(['captured', 'declined', 'void']),
    /** In words for the card's owner, "insufficient funds"; null unless declined. */
    declineReason: z.string().nullable(),
    amount: DecimalString,
    currency: Currency,
    /** Null for a card the bank does not know: that is a decline like any other. */
    card: z.object({ brand: z.string(), last4: z.string() }).nullable(),
    at: Timestamp,
  })
  .meta({ id: 'Capture' });
export type Capture = z.infer<typeof Capture>;

/** A line of the bank's list. */
export const ListedCapture = z
  .object({
    reference: Uuid,
    status: Capture.shape.status,
    amount: DecimalString,
    currency: Currency,
    /** How much of it went back, in all. */
    refunded: DecimalString,
    at: Timestamp,
    /** Null: none was written. */
    memo: Memo.nullable(),
  })
  .meta({ id: 'ListedCapture' });
export type ListedCapture = z.infer<typeof ListedCapture>;

export const Refund = z
  .object({ reference: Uuid, capture: Uuid, status: z.literal('refunded'), ...Money.shape, at: Timestamp })
  .meta({ id: 'BankRefund' });
export type Refund = z.infer<typeof Refund>;

/** One refund of a capture, as the bank lists it. */
export const ListedRefund = z
  .object({ reference: Uuid, amount: DecimalString, currency: Currency, at: Timestamp, memo: Memo.nullable() })
  .meta({ id: 'ListedRefund' });
export type ListedRefund = z.infer<typeof ListedRefund>;

const byReference = z.object({ reference: Uuid });

const PositiveMoney = Money.refine(isPositive, positiveRule).meta({
  id: 'PositiveMoney',
  published: amountsByCurrency(POSITIVE),
});

/** Another company: it moves the money once per reference, and answers the same for ever. */
export const bank = contractFor(['payment'], {
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
  listCaptures: {
    method: 'GET',
    path: '/captures',
    mayBeCalledBy: ['payment', 'visitors'],
    summary:
      'What happened since a point in time, oldest first, 500 at a time; `next` is the `after` of the next page.',
    repeatable: 'always',
    query: z.object({ since: Timestamp, after: Uuid.optional() }),
    answers: { 200: z.object({ captures: z.array(ListedCapture), next: Uuid.nullable() }) },
  },
  listRefunds: {
    method: 'GET',
    path: '/captures/:reference/refunds',
    summary: 'What went back of a capture, oldest first; empty where nothing did, or nothing was captured.',
    repeatable: 'always',
    params: byReference,
    answers: { 200: z.object({ refunds: z.array(ListedRefund) }) },
  },
  voidCapture: {
    method: 'PUT',
    path: '/captures/:reference/void',
    summary: 'Calls a reference off for ever, or says what it came to before: `captured`, `declined`.',
    repeatable: 'always',
    params: byReference,
    body: PositiveMoney,
    answers: { 200: Capture },
    problems: ['reference-reused'],
  },
  refund: {
    method: 'PUT',
    path: '/refunds/:reference',
    summary: 'Gives a part of a capture back, once per reference; never more than was captured.',
    repeatable: 'always',
    params: byReference,
    body: z
      .strictObject({ capture: Uuid, ...Money.shape, memo: Memo.optional() })
      .refine(digitsFit, digitsRule)
      .refine(isPositive, positiveRule)
      .meta({ id: 'BankRefundRequest', published: amountsByCurrency(POSITIVE) }),
    answers: { 200: Refund },
    problems: ['reference-reused', 'capture-not-found', 'refund-exceeds-capture'],
  },
});
