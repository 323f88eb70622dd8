import { Controller, Query } from '@nestjs/common';
import { payment, type Reconciliation } from '@watertight/contracts/payment';
import { Serves } from '@watertight/service-kit';
import { Settlement } from './settlement.ts';

/** `GET /reconciliation`: the ledger beside the bank, as both are now. */
@Controller()
export class Reconcile {
  constructor(private readonly settlement: Settlement) {}

  /** @throws BankUnavailableError, LedgerUnavailableError (503) one of them cannot be asked */
  @Serves(payment.reconcile)
  async handle(@Query({ schema: payment.reconcile.query }) { since }: { since?: string }): Promise<Reconciliation> {
    return this.settlement.compare(since);
  }
}
