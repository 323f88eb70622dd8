import { profile } from '@watertight/contracts/profile';
import { runService } from '@watertight/service-kit';
import { config } from './config.ts';
import { ForgetEndedSessions } from './forget-ended-sessions.ts';
import { ProfileModule } from './profile.module.ts';

await runService(ProfileModule, config, {
  contract: profile,
  start: app => app.get(ForgetEndedSessions).start(config.forgetEveryMs),
});
