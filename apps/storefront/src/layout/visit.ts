import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Uuid } from '@watertight/contracts';
import { SessionToken } from '@watertight/contracts/profile';
import { type CallReport, currentTraceparent, noteCalls } from '@watertight/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

/** One click: the visitor's cookies, the time since the click, and the reply. */
export interface Visit {
  readonly basketId: string | undefined;
  readonly sessionToken: string | undefined;
  /** Of the last order whose result is not known yet. */
  readonly unansweredKeyHash: string | undefined;
  /** The page that is requested, to come back to; `/` for a form. */
  readonly here: string;
  readonly traceId: string | undefined;
  /** The calls of this click, as they end, if X-ray is on; see xray.ts. */
  readonly calls: readonly CallReport[] | undefined;
  /** Whether a form was sent. */
  readonly isForm: boolean;
  readonly reply: FastifyReply;
  /** What is left of a budget that began with the click, in ms. */
  leftMs(budgetMs: number): number;
}

/** The visit a request belongs to. */
export const ThisVisit = createParamDecorator((_: unknown, context: ExecutionContext): Visit => {
  const http = context.switchToHttp();
  return visitOf(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
});

function visitOf(request: FastifyRequest, reply: FastifyReply): Visit {
  const clickedAtMs = performance.now();
  const { cookie } = request.headers;
  return {
    basketId: readCookie(cookie, 'wt_basket'),
    sessionToken: readCookie(cookie, 'wt_session'),
    unansweredKeyHash: readCookie(cookie, 'wt_asked'),
    here: request.method === 'GET' ? request.url : '/',
    traceId: currentTraceparent()?.split('-')[1],
    calls: wantsXray(request) ? noteCalls() : undefined,
    isForm: request.method === 'POST',
    reply,
    leftMs: budgetMs => Math.max(0, clickedAtMs + budgetMs - performance.now()),
  };
}

/** `?xray` for this page, `?xray=off` against the cookie, and the cookie for all. */
function wantsXray({ query, headers: { cookie } }: FastifyRequest): boolean {
  const { xray } = query as Record<string, unknown>;
  return xray === undefined ? readCookie(cookie, 'wt_xray') !== undefined : xray !== 'off';
}

/**
 * What each cookie looks like when it is ours; anything else in a Cookie header is not ours to read.
 *
 * What is sent to a service has the schema of its contract: a looser one here would send what the service refuses.
 */
const forms = {
  /** Made at the first add. */
  wt_basket: Uuid,
  wt_session: SessionToken,
  /** SHA-256 of the last key under which an order may have been made, see checkout/place-order.ts. */
  wt_asked: z.string().regex(/^[0-9a-f]{64}$/),
  /** X-ray is on, see xray.ts. */
  wt_xray: z.literal('on'),
} as const;
export type CookieName = keyof typeof forms;

/** Browsers keep no cookie for longer. */
const LONGEST_SECONDS = 400 * 24 * 60 * 60;

/** The first value of that name that has the right form; hostile, broken and oversized ones do not exist. */
function readCookie(header: string | undefined, name: CookieName): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [key = '', value = ''] = pair.split('=', 2).map(each => each.trim());
    if (key === name && forms[name].safeParse(value).success) return value;
  }
  return undefined;
}

/** No script reads it, no other site sends it along, and it outlives the browser. */
export function setCookie({ reply }: Visit, name: CookieName, value: string): void {
  void reply.header('set-cookie', `${name}=${value}; Path=/; Max-Age=${LONGEST_SECONDS}; HttpOnly; SameSite=Lax`);
}

export function forgetCookie({ reply }: Visit, name: CookieName): void {
  void reply.header('set-cookie', `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`);
}
