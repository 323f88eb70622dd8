import { profile } from '@watertight/contracts/profile';
import { runService } from '@watertight/service-kit';
import { config } from './config.ts';
import { ProfileModule } from './profile.module.ts';

await runService(ProfileModule, config, {
  contract: profile,
  retention: [{ table: 'sessions', since: 'expires_at', keptMs: 0 }],
});
