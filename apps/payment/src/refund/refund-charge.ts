import { Body, Controller, Param, Res } from '@nestjs/common';
import { type Currency, fractionDigits, fromMinor, toMinor } from '@watertight/contracts';
import { type Charge, payment, type ProcessingRefund, type RefundRequest } from '@watertight/contracts/payment';
import { IdempotencyLock, type Outcome, type StoredAnswer, withIntent } from '@watertight/idempotency';
import {
  Caller,
  IdempotencyKey,
  jsonAnswer,
  KeyReusedError,
  type ReadyAnswer,
  type Reply,
  RequestInProgressError,
  sendAnswer,
  Serves,
  ShopError,
} from '@watertight/service-kit';
import type { z } from 'zod';
import { inCallersTime } from '../callers-time.ts';
import { replayable } from '../charge/final-answer.ts';
import { Ledger } from '../ledger/ledger.ts';
import { ChargeNotFoundError } from '../read-charge.ts';
import { askedRefund, type AskedRefund } from './asked-refund.ts';
import { MakeRefund } from './make-refund.ts';
import { Refunds } from './refunds.ts';

/** `POST /charges/:chargeId/refunds`: gives a part of a charge back, once per idempotency key. */
@Controller()
export class RefundCharge {
  constructor(
    private readonly lock: IdempotencyLock,
    private readonly ledger: Ledger,
    private readonly refunds: Refunds,
    private readonly makeRefund: MakeRefund,
  ) {}

  /**
   * 201 when it is made, 409 when less is left of the charge: final, and replayed byte for byte. 202 when the bank has not said
   * so yet: it will be made without the client.
   *
   * @throws ChargeNotFoundError (404), ChargeNotCapturedError (409) there is nothing to give back
   * @throws KeyReusedError (422), RequestInProgressError (409), LedgerUnavailableError (503)
   */
  @Serves(payment.refundCharge)
  async handle(
    @Caller() scope: string,
    @IdempotencyKey() key: string,
    @Param({ schema: payment.refundCharge.params }) { chargeId }: { chargeId: string },
    @Body({ schema: payment.refundCharge.body }) request: RefundRequest,
    @Res() res: Reply,
  ): Promise<void> {
    const charge = await this.ledger.find(chargeId);
    if (charge === undefined) throw new ChargeNotFoundError();
    // Before anything is set aside: a claim that is lost now could be made once the charge is captured.
    if (charge.status !== 'captured') throw new ChargeNotCapturedError(charge);
    const asked = askedRefund({ scope, key, chargeId }, request, minorOf(request, charge));
    const outcome = await withIntent(this.lock, this.refunds, asked, refund =>
      inCallersTime(this.makeRefund.make(refund, 'bank')),
    );
    await sendAnswer(res, answerTo(asked, charge, outcome));
  }
}

function minorOf({ amount }: RefundRequest, { currency }: Charge): bigint {
  try {
    return toMinor({ amount, currency });
  } catch {
    throw new RefundDigitsError(currency);
  }
}

function answerTo(asked: AskedRefund, charge: Charge, outcome: Outcome<StoredAnswer>): ReadyAnswer {
  switch (outcome.is) {
    case 'final':
      return replayable(outcome.answer, outcome.replayed);
    case 'unknown':
      return processing(asked, charge);
    case 'key-reused':
      throw new KeyReusedError('Nothing was refunded');
    case 'in-progress':
      throw new RequestInProgressError({ retryAfterMs: outcome.leaseLeftMs });
    case 'refused':
      return replayable(outcome.because, false);
  }
}

function processing({ id, amountMinor, chargeId }: AskedRefund, { currency }: Charge): ReadyAnswer {
  const money = fromMinor(amountMinor, currency);
  const body: z.infer<typeof ProcessingRefund> = { id, chargeId, status: 'processing', ...money };
  const answer = jsonAnswer(202, body);
  return { ...answer, headers: { ...answer.headers, 'retry-after': '1' } };
}

export class ChargeNotCapturedError extends ShopError {
  constructor({ id, status }: Charge) {
    super(`Charge ${id} is ${status}: nothing of it can be given back.`, {
      code: 'charge-not-captured',
      status: 409,
      members: { chargeId: id },
    });
  }
}

/** Not a 400: the request itself is well-formed, and only the charge tells its currency. */
export class RefundDigitsError extends ShopError {
  constructor(currency: Currency) {
    super(`amount: exactly ${fractionDigits[currency]} digits after the point, as ${currency} has`, {
      code: 'refund-digits',
      status: 422,
    });
  }
}
