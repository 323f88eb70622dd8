import { comments } from '@watertight/contracts/comments';
import { DAY, runService } from '@watertight/service-kit';
import { CommentsModule } from './comments.module.ts';
import { config } from './config.ts';

await runService(CommentsModule, config, {
  contract: comments,
  retention: [{ table: 'idempotency_keys', since: 'created_at', keptMs: 30 * DAY }],
  warmUp: ['/comments?subject=product:wt-1001'],
});
