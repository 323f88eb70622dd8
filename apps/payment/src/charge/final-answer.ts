import { fromMinor, header } from '@watertight/contracts';
import type { Capture } from '@watertight/contracts/bank';
import type { CapturedCharge } from '@watertight/contracts/payment';
import { problemOf, type ReadyAnswer, ShopError } from '@watertight/service-kit';
import type { z } from 'zod';
import type { OpenCharge } from './asked-charge.ts';

/** What the client of a charge is told for ever; kept as bytes. */
export interface FinalAnswer {
  status: number;
  contentType: string;
  body: Buffer;
}

/** Makes the answer of the bank's verdict; whoever settles a charge, its client or the sweeper, makes the same. */
export function finalAnswer(charge: OpenCharge, capture: Capture): FinalAnswer {
  if (capture.status === 'declined') return declined(charge, capture);
  const captured: z.infer<typeof CapturedCharge> = {
    id: charge.id,
    orderId: charge.orderId,
    status: 'captured',
    ...fromMinor(charge.amountMinor, charge.currency),
    card: capture.card,
    capturedAt: capture.at,
  };
  return { status: 201, contentType: 'application/json; charset=utf-8', body: Buffer.from(JSON.stringify(captured)) };
}

function declined(charge: OpenCharge, capture: Capture): FinalAnswer {
  const { problem, headers } = problemOf(new CardDeclinedError(charge, capture));
  const { 'content-type': contentType = 'application/problem+json' } = headers;
  return { status: problem.status, contentType, body: Buffer.from(JSON.stringify(problem)) };
}

/** The answer as it is sent; a replay says so. */
export function readyAnswer(id: string, { status, contentType, body }: FinalAnswer, replayed: boolean): ReadyAnswer {
  const headers = { 'content-type': contentType, location: `/charges/${id}`, 'cache-control': 'no-store' };
  return { status, headers: replayed ? { ...headers, [header.idempotentReplayed]: 'true' } : headers, body };
}

/** 402, final: another card needs a new key. */
export class CardDeclinedError extends ShopError {
  constructor({ id, orderId }: OpenCharge, { declineReason, card }: Capture) {
    super(`The bank declined the card: ${declineReason}. Nothing was charged; another card needs a new key.`, {
      code: 'card-declined',
      status: 402,
      members: { chargeId: id, orderId, declineReason, card },
    });
  }
}
