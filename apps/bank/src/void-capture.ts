import { Body, Controller, Param } from '@nestjs/common';
import { type Money, toMinor } from '@watertight/contracts';
import { bank, type Capture } from '@watertight/contracts/bank';
import { Serves } from '@watertight/service-kit';
import { refuseReuse } from './capture-money.ts';
import { Captures } from './captures.ts';

/**
 * `PUT /captures/:reference/void`: leaves a tombstone, so that a request that is still under way moves no money.
 *
 * Only after this is "not captured" final: when a look-up finds nothing, the request may still be under way.
 */
@Controller()
export class VoidCapture {
  constructor(private readonly captures: Captures) {}

  /** @throws ReferenceReusedError (409) the reference stands for another amount */
  @Serves(bank.voidCapture)
  async handle(
    @Param({ schema: bank.voidCapture.params }) { reference }: { reference: string },
    @Body({ schema: bank.voidCapture.body }) money: Money,
  ): Promise<Capture> {
    const { capture } = await this.captures.record({
      reference,
      status: 'void',
      declineReason: null,
      amountMinor: toMinor(money),
      currency: money.currency,
      card: null,
    });
    refuseReuse(capture, money);
    return capture;
  }
}
