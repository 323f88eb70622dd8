import { Uuid } from '@watertight/contracts';
import { SessionToken } from '@watertight/contracts/profile';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';

/**
 * What each cookie looks like when it is ours; anything else in a Cookie header is not ours to read.
 *
 * What is sent to a service has the schema of its contract: a looser one here would send what the service refuses.
 */
const forms = {
  /** Made at the first add. */
  wt_basket: Uuid,
  wt_session: SessionToken,
  /** SHA-256 of the last key under which an order may have been made, see checkout/unanswered-order.ts. */
  wt_asked: z.string().regex(/^[0-9a-f]{64}$/),
  /** Every page tells how it came about, see xray.ts. */
  wt_xray: z.literal('on'),
} as const;
export type CookieName = keyof typeof forms;

/** Browsers keep no cookie for longer. */
const LONGEST_SECONDS = 400 * 24 * 60 * 60;

/** The first value of that name that has the right form; hostile, broken and oversized ones do not exist. */
export function readCookie(header: string | undefined, name: CookieName): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [key = '', value = ''] = pair.split('=', 2).map(each => each.trim());
    if (key === name && forms[name].safeParse(value).success) return value;
  }
  return undefined;
}

/** No script reads it, no other site sends it along, and it outlives the browser. */
export function setCookie(reply: FastifyReply, name: CookieName, value: string): void {
  void reply.header('set-cookie', `${name}=${value}; Path=/; Max-Age=${LONGEST_SECONDS}; HttpOnly; SameSite=Lax`);
}

export function forgetCookie(reply: FastifyReply, name: CookieName): void {
  void reply.header('set-cookie', `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`);
}
