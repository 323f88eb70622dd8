import { Uuid } from '@watertight/contracts';
import { MAX_ORDER_SECRETS, OrderSecret } from '@watertight/contracts/checkout';
import { SessionToken } from '@watertight/contracts/profile';
import { SECOND } from '@watertight/resilience';
import { DAY } from '@watertight/service-kit';
import { z } from 'zod';
import { config } from '../config.ts';
import type { Visit } from './visit.ts';

/**
 * What each cookie looks like when it is ours, and how long a browser keeps it; anything else in a Cookie header is not ours
 * to read.
 *
 * What is sent to a service has the schema of its contract: a looser one here would send what the service refuses.
 */
const cookies = {
  /** Made at the first add, and new after each sign-in and order. Every add begins its time anew. */
  wt_basket: { form: Uuid, keptMs: 90 * DAY },
  /** Profile says when a session ends; this is for a profile of the version before. */
  wt_session: { form: SessionToken, keptMs: 30 * DAY },
  /** The secrets of the latest orders, newest first, with dots between them. */
  wt_orders: { form: listOf(OrderSecret, MAX_ORDER_SECRETS), keptMs: 90 * DAY },
  /** SHA-256 of the last key under which an order may have been made, see checkout/place-order.ts. */
  wt_asked: { form: z.string().regex(/^[0-9a-f]{64}$/), keptMs: 30 * DAY },
  /** X-ray is on, see xray.ts. */
  wt_xray: { form: z.literal('on'), keptMs: 90 * DAY },
} as const;
export type CookieName = keyof typeof cookies;

function listOf(each: z.ZodType<string>, most: number) {
  return z
    .string()
    .max(50 * most)
    .refine(text => {
      const parts = text.split('.');
      return parts.length <= most && parts.every(part => each.safeParse(part).success);
    });
}

/**
 * A browser takes a `__Host-` cookie over TLS only, from this very host only: no page of a sibling domain and no other port
 * can plant one. On plain http, as on the loopback, it would take none.
 */
const isSecure = config.publicUrl?.startsWith('https://') === true;
const nameOf = (name: CookieName) => (isSecure ? `__Host-${name}` : name);
/** No script reads it, and no other site sends it along. */
const attributes = `HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;

/** The first value of that name that has the right form; hostile, broken and oversized ones do not exist. */
export function readCookie(header: string | undefined, name: CookieName): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [key = '', value = ''] = pair.split('=', 2).map(each => each.trim());
    if (key === nameOf(name) && cookies[name].form.safeParse(value).success) return value;
  }
  return undefined;
}

/** Sets a cookie that outlives the browser. `keptMs`: in place of the usual time. */
export function setCookie(
  { reply }: Pick<Visit, 'reply'>,
  name: CookieName,
  value: string,
  keptMs: number = cookies[name].keptMs,
): void {
  const seconds = Math.max(0, Math.floor(keptMs / SECOND));
  void reply.header('set-cookie', `${nameOf(name)}=${value}; Path=/; Max-Age=${seconds}; ${attributes}`);
}

export function forgetCookie({ reply }: Pick<Visit, 'reply'>, name: CookieName): void {
  void reply.header('set-cookie', `${nameOf(name)}=; Path=/; Max-Age=0; ${attributes}`);
}
