import { bank } from '@watertight/contracts/bank';
import { runService } from '@watertight/service-kit';
import { BankModule } from './bank.module.ts';
import { config } from './config.ts';

await runService(BankModule, config, { contract: bank });
