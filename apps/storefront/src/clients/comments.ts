import { Injectable } from '@nestjs/common';
import { type CommentList, comments } from '@watertight/contracts/comments';
import { httpClient } from '@watertight/service-kit';
import { config } from '../config.ts';
import { policies } from '../policies.ts';
import { type Content, isContent, ok, optionalCall } from './availability.ts';

/** What people say. */
@Injectable()
export class Comments {
  private readonly comments = httpClient(comments, policies.comments, config.commentsUrls);
  private readonly postClient = httpClient(comments, policies.postComment, config.commentsUrls);

  async on(subject: string, deadlineMs: number): Promise<Content<CommentList>> {
    const answer = await this.comments.listComments({ query: { subject } }, optionalCall(deadlineMs));
    return isContent(answer) ? answer : ok(answer);
  }

  /** Safe to send again under the same key. */
  async post(
    comment: { subject: string; customerId: string; author: string; text: string },
    idempotencyKey: string,
    deadlineMs: number,
  ): Promise<void> {
    await this.postClient.postComment({ body: comment }, { idempotencyKey, deadlineMs });
  }
}
