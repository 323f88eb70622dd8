import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type CallReport, currentTraceparent, noteCalls } from '@watertight/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readCookie } from './cookies.ts';

/** One click: the visitor's cookies, the time since the click, and the reply. */
export interface Visit {
  readonly basketId: string | undefined;
  readonly sessionToken: string | undefined;
  /** Of the orders this browser has placed without an account, newest first. */
  readonly orderSecrets: readonly string[];
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
    orderSecrets: readCookie(cookie, 'wt_orders')?.split('.') ?? [],
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
