import { Injectable } from '@nestjs/common';
import type { OpenCharge } from './charge/asked-charge.ts';
import { Ledger } from './ledger/ledger.ts';
import type { OpenRefund } from './refund/asked-refund.ts';
import { MakeRefund } from './refund/make-refund.ts';
import { Refunds } from './refund/refunds.ts';
import { SettleCharge } from './settle-charge.ts';

/** As many as its policy has permits. */
const AT_ONCE = 10;

/**
 * Settles without their clients: charges whose claim or whose answer was lost, or whose process died, and refunds that are not made yet.
 *
 * It sends the same reference again, so a charge that was captured is found captured, and one that never arrived is made;
 * one that is too old is called off instead.
 */
@Injectable()
export class Sweeper {
  constructor(
    private readonly ledger: Ledger,
    private readonly settleCharge: SettleCharge,
    private readonly refunds: Refunds,
    private readonly makeRefund: MakeRefund,
  ) {}

  /** Settles all that can be settled now. A failure changes nothing: the rows are still there at the next round. */
  async sweep(): Promise<void> {
    const settle = (charge: OpenCharge) => this.settleCharge.settle(charge, 'settling');
    await Promise.all((await this.ledger.claimLost(AT_ONCE)).map(settle));
    await this.workOff(() => this.ledger.takeOver(AT_ONCE), settle);
    const make = (refund: OpenRefund) => this.makeRefund.make(refund, 'settling');
    await Promise.all((await this.refunds.claimLost(AT_ONCE)).map(make));
    await this.workOff(() => this.refunds.due(AT_ONCE), make);
  }

  private async workOff<Work>(take: () => Promise<Work[]>, end: (work: Work) => Promise<unknown>): Promise<void> {
    for (;;) {
      const taken = await take();
      await Promise.all(taken.map(end));
      if (taken.length < AT_ONCE) return;
    }
  }
}
