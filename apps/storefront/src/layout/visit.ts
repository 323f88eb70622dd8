import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type CallReport, currentTraceparent, noteCalls } from '@watertight/service-kit';
import type { FastifyRequest } from 'fastify';
import { readCookie } from './cookies.ts';

/** One click: who it is, what they hold in their hands, and how long ago they clicked. */
export interface Visit {
  readonly basketId: string | undefined;
  readonly sessionToken: string | undefined;
  /** Of the last order that nobody has answered for yet. */
  readonly askedKeyHash: string | undefined;
  /** The page they are on, to come back to; `/` where they came by a form. */
  readonly here: string;
  readonly traceId: string | undefined;
  /** The calls of this click, as they end, where the page is to tell of them; see xray.ts. */
  readonly calls: readonly CallReport[] | undefined;
  /** What is left of a budget that began with the click, in ms. */
  leftMs(budgetMs: number): number;
}

/** The visit a request belongs to. */
export const ThisVisit = createParamDecorator((_: unknown, context: ExecutionContext): Visit =>
  visitOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

function visitOf(request: FastifyRequest): Visit {
  const clickedAtMs = performance.now();
  const { cookie } = request.headers;
  return {
    basketId: readCookie(cookie, 'wt_basket'),
    sessionToken: readCookie(cookie, 'wt_session'),
    askedKeyHash: readCookie(cookie, 'wt_asked'),
    here: request.method === 'GET' ? request.url : '/',
    traceId: currentTraceparent()?.split('-')[1],
    calls: wantsXray(request) ? noteCalls() : undefined,
    leftMs: budgetMs => Math.max(0, clickedAtMs + budgetMs - performance.now()),
  };
}

/** `?xray` for this page, `?xray=off` against the cookie, and the cookie for all. */
function wantsXray({ query, headers: { cookie } }: FastifyRequest): boolean {
  const { xray } = query as Record<string, unknown>;
  return xray === undefined ? readCookie(cookie, 'wt_xray') !== undefined : xray !== 'off';
}
