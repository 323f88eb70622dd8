import { fromMinor } from '@watertight/contracts';
import type { Capture } from '@watertight/contracts/bank';
import type { CapturedCharge } from '@watertight/contracts/payment';
import type { StoredAnswer } from '@watertight/idempotency';
import {
  bytesAnswer,
  CardDeclinedError,
  problemOf,
  type ReadyAnswer,
  replayed,
  ShopError,
} from '@watertight/service-kit';
import type { z } from 'zod';
import type { OpenCharge } from './asked-charge.ts';

/** What an answer speaks of. */
type AnsweredCharge = Pick<OpenCharge, 'id' | 'orderId' | 'amountMinor' | 'currency'>;

/** Makes the final answer from the bank's result; it is the same whether the request or the sweeper settles the charge. */
export function finalAnswer(charge: AnsweredCharge, capture: Capture): StoredAnswer {
  if (capture.status === 'declined') {
    const { id: chargeId, orderId } = charge;
    const { declineReason, card } = capture;
    return problemAnswer(new CardDeclinedError(declineReason, { chargeId, orderId, card }));
  }
  if (capture.status === 'void') return problemAnswer(new ChargeCancelledError(charge));
  const captured: z.infer<typeof CapturedCharge> = {
    id: charge.id,
    orderId: charge.orderId,
    status: 'captured',
    ...fromMinor(charge.amountMinor, charge.currency),
    card: capture.card,
    capturedAt: capture.at,
  };
  return madeAnswer(captured);
}

/** 201, as it is stored for replays. */
export function madeAnswer(made: object): StoredAnswer {
  const contentType = 'application/json; charset=utf-8';
  return { status: 201, contentType, body: Buffer.from(JSON.stringify(made)) };
}

/** A problem as it is stored for replays. */
export function problemAnswer(error: ShopError): StoredAnswer {
  const { problem, headers } = problemOf(error);
  const { 'content-type': contentType = 'application/problem+json' } = headers;
  return { status: problem.status, contentType, body: Buffer.from(JSON.stringify(problem)) };
}

/** The answer to a charge as it is sent; a replay says so. */
export function readyAnswer(id: string, answer: StoredAnswer, isReplay: boolean): ReadyAnswer {
  const { headers, ...rest } = replayable(answer, isReplay);
  return { ...rest, headers: { ...headers, location: `/charges/${id}` } };
}

/** Returns a stored answer as it is sent; a replay is marked. */
export function replayable({ status, contentType, body }: StoredAnswer, isReplay: boolean): ReadyAnswer {
  const answer = bytesAnswer(status, body, contentType);
  return isReplay ? replayed(answer) : answer;
}

/** 409, final: no client waited for it any more, and the bank will never move money under its reference. */
export class ChargeCancelledError extends ShopError {
  constructor({ id, orderId }: AnsweredCharge) {
    super('The charge was called off before the bank had captured it. Nothing was charged.', {
      code: 'charge-cancelled',
      status: 409,
      members: { chargeId: id, orderId },
    });
  }
}
