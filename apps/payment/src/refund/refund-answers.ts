import { fromMinor } from '@watertight/contracts';
import type { MadeRefund } from '@watertight/contracts/payment';
import type { StoredAnswer } from '@watertight/idempotency';
import { ShopError } from '@watertight/service-kit';
import type { z } from 'zod';
import { madeAnswer, problemAnswer } from '../charge/final-answer.ts';
import type { OpenRefund } from './asked-refund.ts';

type AnsweredRefund = Pick<OpenRefund, 'id' | 'chargeId' | 'amountMinor' | 'currency'>;

/** Makes the answer to a refund. All of it was decided when the sum was set aside, so each process makes the same bytes. */
export function refundAnswer({ id, chargeId, amountMinor, currency }: AnsweredRefund): StoredAnswer {
  const made: z.infer<typeof MadeRefund> = { id, chargeId, status: 'refunded', ...fromMinor(amountMinor, currency) };
  return madeAnswer(made);
}

/** Makes the answer to a refund of more than is left: final, so that no lost claim of its key can be made after it. */
export function refusalAnswer(chargeId: string): StoredAnswer {
  return problemAnswer(new RefundExceedsChargeError(chargeId));
}

/** 409, final: a later refund, when more is left, needs a new key. */
class RefundExceedsChargeError extends ShopError {
  constructor(chargeId: string) {
    super(`Less than this is left of charge ${chargeId}. Nothing was refunded; another sum needs a new key.`, {
      code: 'refund-exceeds-charge',
      status: 409,
      members: { chargeId },
    });
  }
}
