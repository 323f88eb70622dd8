import { randomUUID } from 'node:crypto';
import { Body, Controller, Post } from '@nestjs/common';
import { comments } from '@watertight/contracts/comments';
import type { Customer } from '@watertight/contracts/profile';
import { isProblem } from '@watertight/service-kit';
import { Comments } from '../clients/comments.ts';
import { Profile } from '../clients/profile.ts';
import { VisitorLimits } from '../clients/visitor-limits.ts';
import { againIn, sentence } from '../layout/format.ts';
import { fieldsOf, keyInOrNew, localPath, seeOther } from '../layout/forms.ts';
import { type PageAnswer, Pages, singleSectionPage } from '../layout/page.ts';
import type { Page } from '../layout/stream-page.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { rewriteComment } from './comment-section.ts';

interface Typed {
  readonly subject: string;
  readonly text: string;
  readonly from: string;
  readonly idempotencyKey: string;
}

/** `POST /comments`: says something in a customer's name, once per form. What was written is never lost. */
@Controller('comments')
export class PostComment {
  constructor(
    private readonly pages: Pages,
    private readonly profile: Profile,
    private readonly comments: Comments,
    private readonly limits: VisitorLimits,
  ) {}

  @Post()
  handle(@Body() body: unknown, @ThisVisit() visit: Visit): Promise<PageAnswer> {
    const typed = readForm(body);
    return this.pages.page(visit, {
      critical: ({ leftMs }) => this.post(typed, visit, leftMs),
      show: shown => shown,
      whenRefused: error =>
        isProblem(error, 'idempotency-key-reused')
          ? formAgain({ ...typed, idempotencyKey: randomUUID() }, 422, sentBefore)
          : formAgain(typed, 400, invalidForm),
      whenLimited: ({ waitMs }) =>
        formAgain(
          typed,
          429,
          `That was a lot in a short time. ${againIn(waitMs)}, then send it: what you wrote is kept below.`,
        ),
      whenUnavailable: () => formAgain(typed, 503, unavailable),
    });
  }

  private async post(typed: Typed, visit: Visit, leftMs: () => number): Promise<Page | ''> {
    const customer = await this.profile.customer(visit, leftMs());
    if (customer === null)
      return formAgain(typed, 401, 'Sign in first; what you wrote is kept below. Copy it, to be safe.');
    const comment = commentOf(typed, customer);
    if (comment === undefined) return formAgain(typed, 400, invalidForm);
    await this.limits.take('comments', { 'comments-by-customer': customer.id });
    await this.comments.post(comment, typed.idempotencyKey, leftMs());
    return seeOther(visit, returnPath(typed));
  }
}

const formAgain = (typed: Typed, status: number, reason: string): Page =>
  singleSectionPage('comment', 'Your comment', rewriteComment({ ...typed, from: returnPath(typed) }, reason), status);

const invalidForm = 'From 1 to 2,000 characters of plain text, please.';
const sentBefore = 'This form was sent before with other words in it. To say these as well, send it again.';
const unavailable = `${sentence.comments} What you wrote is kept below: send it again in a minute, it will be said once.`;

function readForm(body: unknown): Typed {
  const typed = fieldsOf(body, ['subject', 'text', 'from', 'idempotencyKey']);
  return { ...typed, idempotencyKey: keyInOrNew(typed.idempotencyKey) };
}

function commentOf({ subject, text }: Typed, { id, name }: Customer) {
  // Browsers send the ends of lines as CR LF.
  return comments.postComment.body.safeParse({
    subject,
    customerId: id,
    author: name,
    text: text.replaceAll('\r\n', '\n').trim(),
  }).data;
}

/** The page it was written on; an article's page follows from its subject. */
function returnPath({ from, subject }: Typed): `/${string}` {
  const [, article] = /^article:([a-z0-9-]{1,100})$/.exec(subject) ?? [];
  return `${localPath(from) ?? (article === undefined ? '/' : `/journal/${article}`)}#comments` as `/${string}`;
}
