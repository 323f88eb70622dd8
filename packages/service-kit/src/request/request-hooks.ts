import { header, isOptionalKind } from '@watertight/contracts';
import { SECOND } from '@watertight/resilience';
import { continueTrace, currentTraceparent, ServerSpan, withTraceparent } from '@watertight/telemetry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ArrivingBodies, maxArriving } from './arriving-bodies.ts';
import { clientOf, type TrustedProxies } from '../limits/client-address.ts';
import { lifecycle } from '../server/lifecycle.ts';
import { isProofOld, provenCaller } from '../identity/two-protocols.ts';
import { ShopError } from '../problems/problems.ts';
import { type RequestContext, withRequestContext } from './request-context.ts';
import { InFlight } from './shed-load.ts';

/** These are answered while the service starts, drains or is full. */
const ALWAYS = /^\/(health\/|ops\/|(metrics|openapi\.json)\/?$)/;
export const isAlwaysAnswered = (url: string): boolean => ALWAYS.test(url);

/** By the route: an address can be written in many ways. What begins with /ops/ has a guard of its own. */
const FOR_ALL = /^\/(health|ops)\/|^\/(metrics|openapi\.json)$/;
/** Whether a request needs no certificate of a service. */
export const isForAll = ({ routeOptions }: FastifyRequest): boolean => FOR_ALL.test(routeOptions.url ?? '');

/** No spans either for traces sent to the control room and for requests of its page. */
const UNSEEN = /^\/(v1\/traces|api\/)/;
const isUnseen = (url: string): boolean => isAlwaysAnswered(url) || UNSEEN.test(url);

/** A deadline beyond this is no deadline but a mistake, and is ignored. */
const LONGEST_DEADLINE_MS = 600 * SECOND;

/** A client that reads nothing for so long must not hold a permit any longer. */
const UNREAD_MS = 5 * SECOND;

declare module 'fastify' {
  interface FastifyRequest {
    watertight?: { context: RequestContext; traceparent: string; span: ServerSpan | undefined };
  }
}

interface HookOptions {
  /** For a service for browsers: the proxies in front of it, whose `X-Forwarded-For` is believed. */
  proxies?: TrustedProxies;
  public: boolean;
  /** Maximum number of requests answered at once; half of it for optional ones. */
  maxInFlight: number;
  /** Refuses, by throwing, those that may not ask. */
  checkCaller: (request: FastifyRequest) => void;
  /** Whether the headers of a request that is not from outside are believed. */
  believes: (request: FastifyRequest) => boolean;
}

/**
 * Gives every request its context: caller, deadline, trace; names the server span; ends requests whose caller has left.
 *
 * `public`: headers from outside are ignored (storefront, control room).
 */
export function installRequestHooks(fastify: FastifyInstance, options: HookOptions): void {
  const { public: fromOutside, maxInFlight, checkCaller } = options;
  const inFlight = new InFlight(maxInFlight);
  const arriving = new ArrivingBodies(maxArriving(maxInFlight));
  fastify.decorateRequest('watertight');
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.raw.setMaxListeners(20); // Node warns of more than ten for one event; Fastify and Nest add seven, we four
    endWhenUnread(reply);
    if (lifecycle.phase === 'draining' || isProofOld(request.raw.socket)) void reply.header('connection', 'close');
    request.watertight = knownOf(request, reply, options);
    enter(request, () => {
      // Every page carries its trace id, so that its reader can look the trace up.
      if (fromOutside) void reply.header('server-timing', `traceparent;desc="${currentTraceparent()}"`);
      admit(request, reply, error => {
        if (error === undefined && hasBody(request)) arriving.begin(reply);
        done(error);
      });
    });
  });
  // The body is here: from now on there is something to do.
  fastify.addHook('preValidation', (request, reply, done) => {
    arriving.end(reply);
    // Reading a body loses the context: its events belong to the socket, not to the request.
    enter(request, () => {
      if (isAlwaysAnswered(request.url)) return done();
      if (hasLeft(request, reply)) return void reply.hijack();
      settle(() => inFlight.enter(request, release => reply.raw.once('close', release)), done);
    });
  });

  /** Lets a request in, refuses it, or drops it when its caller has left. */
  function admit(request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void {
    if (isAlwaysAnswered(request.url)) return settle(() => checkCaller(request), done);
    lifecycle.askedAtMs = performance.now();
    // The service is full: a body that is still to come need not be read to refuse the request.
    const decide = () => settle(() => (checkCaller(request), refuse(request), inFlight.check(request)), done);
    const { holdMs } = lifecycle;
    if (holdMs === 0) return decide();
    // A frozen process wakes with up to 511 requests in its sockets, most of them given up long ago.
    const decideIfAwaited = () => (hasLeft(request, reply) ? reply.hijack() : decide());
    // Timers run before sockets are read: without the second step a process that was descheduled meanwhile would not have looked.
    setTimeout(() => setImmediate(decideIfAwaited), holdMs);
  }
}

function knownOf(request: FastifyRequest, reply: FastifyReply, options: HookOptions) {
  const { public: fromOutside, believes, proxies } = options;
  const isBelieved = !fromOutside && believes(request);
  const received = isBelieved ? one(request, header.traceparent) : undefined;
  return {
    context: fromOutside ? visitOf(request, reply, proxies) : contextOf(request, reply, isBelieved),
    traceparent: continueTrace(received),
    span: spanOf(request, reply, received),
  };
}

/** Ends the connection when bytes of an answer wait for its client, and none of them went out for 5 to 10 s. */
function endWhenUnread({ raw }: FastifyReply): void {
  // Without waiting bytes the delay is our own.
  raw.setTimeout(UNREAD_MS, () => (raw.socket?.writableLength ? raw.socket.destroy() : undefined));
}

function settle(step: () => void, done: (error?: Error) => void): void {
  try {
    step();
  } catch (error) {
    return done(error as Error);
  }
  done();
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function enter(request: FastifyRequest, next: () => void): void {
  const known = request.watertight;
  if (known === undefined) return next();
  const { context, traceparent, span } = known;
  const enter = () => withTraceparent(traceparent, () => withRequestContext(context, next));
  if (span === undefined) enter();
  else span.within(enter);
}

/** Starts the server span; supervisors and probes are no traffic of the shop and get none. */
function spanOf(request: FastifyRequest, reply: FastifyReply, traceparent: string | undefined): ServerSpan | undefined {
  const { method, url, routeOptions } = request;
  if (isUnseen(url) || lifecycle.phase === 'warming') return undefined;
  const span = new ServerSpan({ method, url, route: routeOptions.url, traceparent });
  // Before it is answered its status reads 200.
  reply.raw.once('close', () => span.end(reply.raw.headersSent ? reply.raw.statusCode : undefined));
  return span;
}

/** When a caller ends the connection, the request fails first, and the answer is closed with the socket. */
function hasLeft(request: FastifyRequest, reply: FastifyReply): boolean {
  return request.raw.errored !== null || reply.raw.destroyed;
}

/** @throws ShopError what can be answered without looking at the request */
function refuse(request: FastifyRequest): void {
  const { expect } = request.headers;
  if (expect !== undefined && expect.toLowerCase() !== '100-continue')
    throw new ShopError('Only Expect: 100-continue is met.', { code: 'expectation-failed', status: 417 });
  if (lifecycle.phase === 'starting') {
    throw new ShopError('This service is still starting.', { code: 'starting', status: 503, retryAfterMs: SECOND });
  }
  if (Number(request.watertight?.context.deadlineAtMs) > performance.now()) return;
  throw new ShopError('The time this request had has passed.', {
    code: 'deadline-passed',
    status: 504,
    retryAllowed: false,
  });
}

function visitOf(request: FastifyRequest, reply: FastifyReply, proxies: TrustedProxies | undefined): RequestContext {
  const context = { caller: 'browser', deadlineAtMs: Infinity, signal: hangUpSignal(reply) };
  // The requests of its own warm-up have no visitor.
  if (proxies === undefined || lifecycle.phase === 'warming') return context;
  const { remoteAddress = '' } = request.raw.socket;
  return { ...context, client: clientOf(remoteAddress, one(request, 'x-forwarded-for'), proxies) };
}

function contextOf(request: FastifyRequest, reply: FastifyReply, isBelieved: boolean): RequestContext {
  if (!isBelieved) return { caller: 'anonymous', deadlineAtMs: Infinity, signal: hangUpSignal(reply) };
  const caller = provenCaller(request.raw.socket) ?? one(request, header.caller) ?? '';
  const deadlineMs = one(request, header.deadlineMs) ?? '';
  const grantedMs =
    /^\d{1,6}$/.test(deadlineMs) && Number(deadlineMs) <= LONGEST_DEADLINE_MS ? Number(deadlineMs) : Infinity;
  return {
    caller: /^[a-z][a-z-]{0,39}$/.test(caller) ? caller : 'anonymous',
    deadlineAtMs: performance.now() + grantedMs,
    signal: hangUpSignal(reply),
    kind: isOptionalKind(one(request, header.kind)) ? 'optional' : 'critical',
  };
}

/** Aborted when the connection ends before the answer does. */
function hangUpSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  // The response, not the request: a request is closed as soon as its body is read.
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort(new DOMException('the caller hung up', 'AbortError'));
  });
  return controller.signal;
}

function one(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
