import { Body, Controller, Param } from '@nestjs/common';
import { type Money, toMinor } from '@watertight/contracts';
import { bank, type Refund } from '@watertight/contracts/bank';
import { Serves, ShopError } from '@watertight/service-kit';
import { ReferenceReusedError } from './capture-money.ts';
import { CaptureNotFoundError } from './read-capture.ts';
import { Refunds } from './refunds.ts';

/** `PUT /refunds/:reference`: gives a part of a capture back, once per reference, and answers the same for ever. */
@Controller()
export class RefundCapture {
  constructor(private readonly refunds: Refunds) {}

  /**
   * @throws ReferenceReusedError (409) the reference stands for another refund
   * @throws CaptureNotFoundError (404) nothing was captured under that reference
   * @throws RefundExceedsCaptureError (409) less is left of it
   */
  @Serves(bank.refund)
  async handle(
    @Param({ schema: bank.refund.params }) { reference }: { reference: string },
    @Body({ schema: bank.refund.body }) { capture, memo, ...money }: Money & { capture: string; memo?: string },
  ): Promise<Refund> {
    const recorded = await this.refunds.record(reference, capture, { amountMinor: toMinor(money), memo, ...money });
    if (recorded === 'no-capture') throw new CaptureNotFoundError(capture);
    if (recorded === 'too-much') throw new RefundExceedsCaptureError(capture);
    const { amount, currency } = recorded;
    if (recorded.capture !== capture || amount !== money.amount || currency !== money.currency)
      throw new ReferenceReusedError({ reference, amount, currency });
    return recorded;
  }
}

export class RefundExceedsCaptureError extends ShopError {
  constructor(capture: string) {
    super(`Less than this is left of capture ${capture}; nothing was refunded.`, {
      code: 'refund-exceeds-capture',
      status: 409,
    });
  }
}
