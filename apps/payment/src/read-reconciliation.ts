import { Controller, Query } from '@nestjs/common';
import { payment, type Reconciliation } from '@watertight/contracts/payment';
import { Serves } from '@watertight/service-kit';
import { ReconcileWithBank } from './reconcile-with-bank.ts';

/** `GET /reconciliation`: compares ledger and bank as both are now. */
@Controller()
export class ReadReconciliation {
  constructor(private readonly reconciliation: ReconcileWithBank) {}

  /** @throws BankUnavailableError, LedgerUnavailableError (503) one of them is unavailable */
  @Serves(payment.reconcile)
  async handle(@Query({ schema: payment.reconcile.query }) { since }: { since?: string }): Promise<Reconciliation> {
    return this.reconciliation.compare(since);
  }
}
