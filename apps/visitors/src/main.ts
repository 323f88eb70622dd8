import { visitors } from '@watertight/contracts/visitors';
import { SECOND } from '@watertight/resilience';
import { runService } from '@watertight/service-kit';
import { config } from './config.ts';
import { VisitorsModule } from './visitors.module.ts';

await runService(VisitorsModule, config, { contract: visitors, heartbeatMs: 1 * SECOND });
