import { comments } from '@watertight/contracts/comments';
import { runService } from '@watertight/service-kit';
import { CommentsModule } from './comments.module.ts';
import { config } from './config.ts';

const DAY_MS = 24 * 3_600_000;

await runService(CommentsModule, config, {
  contract: comments,
  retention: [{ table: 'idempotency_keys', since: 'created_at', keptMs: 30 * DAY_MS }],
  warmUp: ['/comments?subject=product:wt-1001'],
});
