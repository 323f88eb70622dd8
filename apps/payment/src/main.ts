import { payment } from '@watertight/contracts/payment';
import { Gate } from '@watertight/idempotency';
import { runService } from '@watertight/service-kit';
import { config } from './config.ts';
import { PaymentModule } from './payment.module.ts';
import { Settlement } from './settlement.ts';
import { Sweeper } from './sweeper.ts';

await runService(PaymentModule, config, {
  contract: payment,
  start: app => {
    const endSweeping = app.get(Sweeper).start(config.sweepMs);
    const endComparing = app.get(Settlement).start(config.reconcileMs);
    return async () => {
      await Promise.all([endSweeping(), endComparing()]);
      app.get(Gate).close();
    };
  },
});
