import { randomUUID } from 'node:crypto';
import { Body, Controller, Post, Res } from '@nestjs/common';
import { comments } from '@watertight/contracts/comments';
import type { Customer } from '@watertight/contracts/profile';
import { isClientError, isOutage, isProblem } from '@watertight/service-kit';
import type { FastifyReply } from 'fastify';
import { formPage } from '../account/sign-in.ts';
import { Comments } from '../clients/comments.ts';
import { Profile } from '../clients/profile.ts';
import { sentence } from '../layout/format.ts';
import { fieldsOf, keyInOrNew, localPath, seeOther } from '../layout/forms.ts';
import { Header } from '../layout/header.ts';
import { answerPage, type Page } from '../layout/page.ts';
import { ThisVisit, type Visit } from '../layout/visit.ts';
import { rewriteComment } from './comment-section.ts';

type Answer = AsyncGenerator<string> | '';
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
    private readonly header: Header,
    private readonly profile: Profile,
    private readonly comments: Comments,
  ) {}

  @Post()
  async handle(
    @Body() body: unknown,
    @ThisVisit() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer> {
    const typed = typedInto(body);
    const again = (status: number, reason: string, typedNow = typed) =>
      answerPage(reply, visit, this.again(typedNow, status, reason, visit));
    try {
      const customer = await this.profile.customer(visit);
      if (customer === null) return again(401, 'Sign in first; what you wrote is kept below. Copy it, to be safe.');
      const comment = commentOf(typed, customer);
      if (comment === undefined) return again(400, invalidForm);
      await this.comments.post(comment, typed.idempotencyKey, visit);
      return seeOther(reply, whereItIsRead(typed));
    } catch (error) {
      if (isProblem(error, 'idempotency-key-reused'))
        return again(422, sentBefore, { ...typed, idempotencyKey: randomUUID() });
      if (isClientError(error)) return again(400, invalidForm);
      if (!isOutage(error)) throw error;
      return again(503, unavailable);
    }
  }

  private again(typed: Typed, status: number, reason: string, visit: Visit): Page {
    return formPage(
      'comment',
      rewriteComment({ ...typed, from: whereItIsRead(typed) }, reason),
      this.header.ask(visit),
      status,
    );
  }
}

const invalidForm = 'From 1 to 2,000 characters of plain text, please.';
const sentBefore = 'This form was sent before with other words in it. To say these as well, send it again.';
const unavailable = `${sentence.comments} What you wrote is kept below: send it again in a minute, it will be said once.`;

function typedInto(body: unknown): Typed {
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
function whereItIsRead({ from, subject }: Typed): `/${string}` {
  const [, article] = /^article:([a-z0-9-]{1,100})$/.exec(subject) ?? [];
  return `${localPath(from) ?? (article === undefined ? '/' : `/journal/${article}`)}#comments` as `/${string}`;
}
