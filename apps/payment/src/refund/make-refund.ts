import { Injectable, Logger } from '@nestjs/common';
import type { Ended } from '@watertight/idempotency';
import { crashPoint, isProblem, shielded } from '@watertight/service-kit';
import { Bank } from '../bank.ts';
import { type policies, timeBudgets } from '../policies.ts';
import type { OpenRefund } from './asked-refund.ts';
import { refundAnswer, refusalAnswer } from './refund-answers.ts';
import { Refunds } from './refunds.ts';

/** Takes a refund whose sum is set aside to its end. */
@Injectable()
export class MakeRefund {
  private readonly logger = new Logger(MakeRefund.name);

  constructor(
    private readonly bank: Bank,
    private readonly refunds: Refunds,
  ) {}

  /** Goes on when the caller hangs up; never rejects. What is not known to be made stays set aside, and is asked for again. */
  async make(refund: OpenRefund, policy: keyof typeof policies): Promise<Ended<never>> {
    crashPoint('refund-set-aside');
    return shielded(timeBudgets.refundMs, async () => {
      try {
        await this.bank.refund(refund, policy);
        crashPoint('bank-refunded');
        const answer = refundAnswer(refund);
        return { is: 'final', answer, byUs: await this.refunds.settle(refund, answer) };
      } catch (error) {
        // Final: what the bank has given back of a capture only grows. The ledger has lost an earlier refund.
        if (isProblem(error, 'refund-exceeds-capture')) return await this.refuse(refund);
        this.logger.warn(`refund ${refund.id} of charge ${refund.chargeId} is not known to be made: ${String(error)}`);
        return { is: 'unknown' };
      }
    });
  }

  private async refuse(refund: OpenRefund): Promise<Ended<never>> {
    const answer = refusalAnswer(refund.chargeId);
    this.logger.error(`refund ${refund.id} is more than the bank has left of charge ${refund.chargeId}`);
    try {
      return { is: 'final', answer, byUs: await this.refunds.refuse(refund, answer) };
    } catch (error) {
      this.logger.warn(`refund ${refund.id} is not known to be refused: ${String(error)}`);
      return { is: 'unknown' }; // it stays set aside, and is asked for again
    }
  }
}
