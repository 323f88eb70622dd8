import { Controller, Query } from '@nestjs/common';
import { type CommentList, comments } from '@watertight/contracts/comments';
import { Serves } from '@watertight/service-kit';
import { Comments } from './comments.ts';

/** `GET /comments`: the newest 20 on a product or an article, and how many there are. */
@Controller()
export class ListComments {
  constructor(private readonly comments: Comments) {}

  @Serves(comments.listComments)
  async handle(@Query({ schema: comments.listComments.query }) { subject }: { subject: string }): Promise<CommentList> {
    return { subject, ...(await this.comments.newest(subject)) };
  }
}
