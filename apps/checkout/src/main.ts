import { checkout } from '@watertight/contracts/checkout';
import { runService } from '@watertight/service-kit';
import { CheckoutModule } from './checkout.module.ts';
import { config } from './config.ts';
import { retention } from './retention.ts';
import { startWork } from './start-work.ts';

/** Of no basket and no order. */
const nobodys = '00000000-0000-4000-8000-000000000000';

await runService(CheckoutModule, config, {
  contract: checkout,
  warmUp: ['/stock/wt-1001', '/stores', `/baskets/${nobodys}`, `/orders/${nobodys}`],
  retention,
  start: startWork,
});
