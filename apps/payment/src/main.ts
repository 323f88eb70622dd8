import { payment } from '@watertight/contracts/payment';
import { IdempotencyLock } from '@watertight/idempotency';
import { repeat, runService } from '@watertight/service-kit';
import { config } from './config.ts';
import { PaymentModule } from './payment.module.ts';
import { ReconcileWithBank } from './reconcile-with-bank.ts';
import { Sweeper } from './sweeper.ts';

await runService(PaymentModule, config, {
  contract: payment,
  warmUp: ['/charges/00000000-0000-4000-8000-000000000000'],
  start: (app, logger) => {
    const reconciliation = app.get(ReconcileWithBank);
    const sweeper = app.get(Sweeper);
    const endSweeping = repeat('settling charges and refunds', config.sweepMs, () => sweeper.sweep(), logger, {
      waitsFirst: true,
      onBack: () => reconciliation.suspectLostCommits(),
    });
    const endComparing = repeat(
      'comparing ledger and bank',
      config.reconcileMs,
      () => reconciliation.reconcile(),
      logger,
    );
    return async () => {
      await Promise.all([endSweeping(), endComparing()]);
      app.get(IdempotencyLock).close();
    };
  },
});
