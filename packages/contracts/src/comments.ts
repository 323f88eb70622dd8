import { z } from 'zod';
import { contractFor } from './endpoint.ts';
import { text, Timestamp, Uuid } from './names.ts';

/** What a comment is about: `product:wt-1042` or `article:what-a-bulkhead-is-for`. */
export const Subject = z
  .string()
  .max(120)
  .regex(/^(product:wt-[0-9]{4,9}|article:[a-z0-9]+(-[a-z0-9]+)*)$/, '"product:<article number>" or "article:<slug>"')
  .meta({ id: 'Subject' });

export const Comment = z
  .object({ id: Uuid, author: z.string(), text: z.string(), at: Timestamp })
  .meta({ id: 'Comment' });
export type Comment = z.infer<typeof Comment>;

export const CommentList = z
  .object({ subject: Subject, total: z.int(), comments: z.array(Comment) })
  .meta({ id: 'CommentList' });
export type CommentList = z.infer<typeof CommentList>;

export const comments = contractFor(['storefront'], {
  listComments: {
    method: 'GET',
    path: '/comments',
    summary: 'The newest 20 comments on a product or an article, and how many there are.',
    repeatable: 'always',
    query: z.object({ subject: Subject }),
    answers: { 200: CommentList },
  },
  postComment: {
    method: 'POST',
    path: '/comments',
    summary: 'Says something about a product or an article, in a customer’s name.',
    repeatable: 'with-key',
    body: z.strictObject({ subject: Subject, customerId: Uuid, author: text(100), text: text(2000) }),
    answers: { 201: Comment },
    problems: ['idempotency-key-missing', 'idempotency-key-invalid', 'idempotency-key-reused'],
  },
});
