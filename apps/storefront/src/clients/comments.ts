import { Injectable } from '@nestjs/common';
import { type CommentList, comments } from '@watertight/contracts/comments';
import { SECOND } from '@watertight/resilience';
import { httpClient } from '@watertight/service-kit';
import { config } from '../config.ts';
import { isContent, ok, type Content } from './availability.ts';
import { policies } from '../policies.ts';
import type { Visit } from '../layout/visit.ts';

const PAGE_MS = 2 * SECOND;

/** What people say. */
@Injectable()
export class Comments {
  private readonly comments = httpClient(comments, policies.comments, config.commentsUrls);
  private readonly commentClient = httpClient(comments, policies.postComment, config.commentsUrls);

  async on(subject: string, deadlineMs: number): Promise<Content<CommentList>> {
    const answer = await this.comments.listComments({ query: { subject } }, { deadlineMs, ornament: true });
    return isContent(answer) ? answer : ok(answer);
  }

  /** Safe to send again under the same key. */
  async post(
    comment: { subject: string; customerId: string; author: string; text: string },
    idempotencyKey: string,
    visit: Visit,
  ): Promise<void> {
    await this.commentClient.postComment({ body: comment }, { idempotencyKey, deadlineMs: visit.leftMs(PAGE_MS) });
  }
}
