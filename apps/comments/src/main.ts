import { comments } from '@watertight/contracts/comments';
import { runService } from '@watertight/service-kit';
import { CommentsModule } from './comments.module.ts';
import { config } from './config.ts';

await runService(CommentsModule, config, {
  contract: comments,
  warmUp: ['/comments?subject=product:wt-1001'],
});
