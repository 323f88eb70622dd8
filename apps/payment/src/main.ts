import { payment } from '@watertight/contracts/payment';
import { runService } from '@watertight/service-kit';
import { config } from './config.ts';
import { PaymentModule } from './payment.module.ts';
import { SettleUnknownCharges } from './settle-unknown-charges.ts';

await runService(PaymentModule, config, {
  contract: payment,
  start: app => app.get(SettleUnknownCharges).start(config.sweepMs),
});
