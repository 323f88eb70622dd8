import { payment } from '@watertight/contracts/payment';
import { IdempotencyLock } from '@watertight/idempotency';
import { runService } from '@watertight/service-kit';
import { config } from './config.ts';
import { PaymentModule } from './payment.module.ts';
import { Settlement } from './settlement.ts';
import { Sweeper } from './sweeper.ts';

await runService(PaymentModule, config, {
  contract: payment,
  warmUp: ['/charges/00000000-0000-4000-8000-000000000000'],
  start: app => {
    const settlement = app.get(Settlement);
    const endSweeping = app.get(Sweeper).start(config.sweepMs, () => settlement.suspectLostCommits());
    const endComparing = settlement.start(config.reconcileMs);
    return async () => {
      await Promise.all([endSweeping(), endComparing()]);
      app.get(IdempotencyLock).close();
    };
  },
});
