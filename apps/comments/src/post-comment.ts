import { Body, Controller, Res } from '@nestjs/common';
import { header } from '@watertight/contracts';
import { type Comment, comments } from '@watertight/contracts/comments';
import { once } from '@watertight/idempotency';
import { Caller, Database, IdempotencyKey, KeyReusedError, Serves } from '@watertight/service-kit';
import { Comments, type NewComment } from './comments.ts';

/** `POST /comments`: says something about a product or an article, once per idempotency key. */
@Controller()
export class PostComment {
  constructor(
    private readonly database: Database,
    private readonly comments: Comments,
  ) {}

  /**
   * Keeps the comment, or answers what became of an earlier call with the same key.
   *
   * @throws KeyReusedError (422) the key belongs to a different request
   */
  @Serves(comments.postComment)
  async handle(
    @Caller() caller: string,
    @IdempotencyKey() key: string,
    @Body({ schema: comments.postComment.body }) comment: NewComment,
    @Res({ passthrough: true }) reply: { header(name: string, value: string): unknown },
  ): Promise<Comment> {
    const { subject, customerId, author, text } = comment;
    // One customer's key says nothing of another's, even when the storefront sends both.
    const keyed = { scope: `${caller} ${customerId}`, key, request: { subject, author, text } };
    const kept = await once(this.database, keyed, tx => this.comments.add(tx, comment));
    if (kept.is === 'key-reused') throw new KeyReusedError('Nothing was posted');
    if (kept.is === 'replayed') reply.header(header.idempotentReplayed, 'true');
    return kept.answer;
  }
}
