import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { setCookie } from '../layout/cookies.ts';
import type { Visit } from '../layout/visit.ts';

// Kept in the visitor's browser, because it must outlive this process: after an answer that was lost, a till that cannot be
// reached proves nothing any more, and "nothing was charged" would be a guess.

/** Remembers that an order may have been made under this key. */
export function rememberAsked(reply: FastifyReply, idempotencyKey: string): void {
  setCookie(reply, 'wt_asked', hashOf(idempotencyKey));
}

/** Whether an earlier press under this key got no answer. */
export const wasAskedBefore = ({ askedKeyHash }: Visit, idempotencyKey: string): boolean =>
  askedKeyHash === hashOf(idempotencyKey);

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');
