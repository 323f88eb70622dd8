import { checkout } from '@watertight/contracts/checkout';
import { runService } from '@watertight/service-kit';
import { CheckoutModule } from './checkout.module.ts';
import { config } from './config.ts';
import { startWork } from './start-work.ts';

await runService(CheckoutModule, config, { contract: checkout, start: startWork });
