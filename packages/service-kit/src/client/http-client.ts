import { header, type Contract, type Endpoint } from '@watertight/contracts';
import { type Attempt, type Pipeline, pipeline, type Policy, type RunOptions } from '@watertight/resilience';
import { ClientSpan, currentTraceparent } from '@watertight/telemetry';
import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import { callClock } from '../metrics/call-duration.ts';
import { AttemptLog } from './attempt-log.ts';
import type { Address } from './address.ts';
import { Connections } from './connections.ts';
import { BadAnswerError, isProblem, judge, mayRepeat, noteNothingWasDone, UnreachableError } from './outcomes.ts';
import { readAnswer, readBody } from './read-answer.ts';
import { entityTag } from '../request/if-match.ts';
import { callerSignal, currentRequest, remainingMs } from '../request/request-context.ts';

type InputOf<E extends Endpoint, Key extends 'params' | 'query' | 'body'> = E[Key] extends z.ZodType
  ? { [K in Key]: z.input<E[Key]> }
  : object;

/** The input of an endpoint: its `params`, `query` and `body`, where it has them. */
export type Input<E extends Endpoint> = InputOf<E, 'params'> & InputOf<E, 'query'> & InputOf<E, 'body'>;

type Schemas<E extends Endpoint> = E['answers'][keyof E['answers']];
/** The body of any of its success statuses. */
export type Answer<E extends Endpoint> =
  Schemas<E> extends z.ZodType ? z.output<Schemas<E>> : Schemas<E> extends null ? undefined : never;

export interface CallOptions<Substituted = never> {
  /** Needed by endpoints that may be repeated only with a key. */
  idempotencyKey?: string;
  /** The version that this call replaces, for endpoints that are conditional. */
  ifMatch?: number;
  /** What this call may take, in ms; the request's own deadline bounds it as well. */
  deadlineMs?: number;
  /** Answers in place of the service; wins over the policy's. Calls no network. */
  fallback?: (error: unknown) => Substituted | Promise<Substituted>;
  /** Marks an optional call: it is the first to be refused under load. */
  optional?: boolean;
}

/** One method per endpoint: its answer, or what a fallback gave instead. Rejects with an UnreachableError, AnswerError, BadAnswerError, TimeoutError or RefusedError. */
export type Client<C extends Contract, Substituted = never> = {
  [K in keyof C]: <CallSubstituted = never>(
    input: Input<C[K]>,
    options?: CallOptions<CallSubstituted>,
  ) => Promise<Answer<C[K]> | Substituted | CallSubstituted>;
};

interface AnyInput {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

interface Calling {
  /** The name of this process for the services it calls. */
  caller: string;
  /** How long every breaker stays open, instead of the policy's own time; short in tests. */
  openMs: number | null;
}

const calling: Calling = { caller: 'anonymous', openMs: null };

/** Sets what all calls of this process share; called once at start, before the first client is made. */
export function configureCalls(settings: Calling): void {
  Object.assign(calling, settings);
}

export interface ClientOptions {
  /** Sent as `Authorization: Bearer`; `/ops` and the supervisor require it. */
  bearer?: string;
}

/**
 * Calls a service over its contract, under a policy; the one way from service to service.
 *
 * Answers are checked against the contract and cut at 1 MiB. Optional parts of a page take their limits from their policy.
 */
export function httpClient<C extends Contract, Substituted>(
  contract: C,
  policy: Policy<Substituted>,
  origins: readonly string[],
  { bearer }: ClientOptions = {},
): Client<C, Substituted> {
  const { service } = policy;
  const calls = pipeline({ ...withOpenMs(policy), judge, mayRepeat });
  const startClock = callClock(policy.name);
  const connections = new Connections(policy.name, origins, { service });
  const log = new AttemptLog();
  const methods = Object.entries(contract).map(([name, endpoint]) => [
    name,
    async (input: AnyInput, options: CallOptions<unknown> = {}) => {
      const request = requestOf(endpoint, input, options);
      if (bearer !== undefined) request.headers['authorization'] = `Bearer ${bearer}`;
      const signal = callerSignal();
      const call = oneCall(service, endpoint, log, attempt =>
        connections.run(address => ask(service, endpoint, address, request, attempt)),
      );
      const stopClock = startClock();
      const running = calls.run(call.attempt, {
        deadlineMs: Math.min(options.deadlineMs ?? Infinity, remainingMs()),
        repeatable: isRepeatable(endpoint, options),
        ...(signal !== undefined && { signal }),
        ...(options.fallback !== undefined && { fallback: options.fallback }),
        ...reportOf(calls, call, log),
      });
      try {
        return await running;
      } catch (error) {
        if (!call.sent) noteNothingWasDone(error);
        throw error;
      } finally {
        stopClock();
      }
    },
  ]);
  return Object.fromEntries(methods) as Client<C, Substituted>;
}

const isRepeatable = ({ repeatable }: Endpoint, { idempotencyKey }: CallOptions<unknown>): boolean =>
  repeatable === 'always' || (repeatable === 'with-key' && idempotencyKey !== undefined);

/** Adds a report of the call, if its request collects reports. */
function reportOf(calls: Pipeline, call: OneCall, log: AttemptLog): Pick<RunOptions, 'report'> {
  const noted = currentRequest()?.calls;
  if (noted === undefined) return {};
  const startMs = performance.now();
  return {
    report: facts => {
      const nowMs = performance.now();
      const { latest } = log;
      const retryInMs = facts.breakerState === 'open' ? (calls.snapshot().breaker?.retryInMs ?? 0) : 0;
      const wasAsked = facts.attempts > 0;
      noted.push({
        ...facts,
        policy: calls.name,
        tookMs: nowMs - startMs,
        retryInMs,
        // An attempt that was cut off ends a moment after its call.
        result: wasAsked ? (call.result ?? 'no answer') : undefined,
        lastAttempt: wasAsked || latest === undefined ? undefined : { ...latest, agoMs: nowMs - latest.endedAtMs },
      });
    },
  };
}

function withOpenMs<Substituted>(policy: Policy<Substituted>): Policy<Substituted> {
  const { breaker } = policy;
  return breaker === undefined || calling.openMs === null
    ? policy
    : { ...policy, breaker: { ...breaker, openMs: calling.openMs } };
}

interface OneCall {
  /** Whether any attempt so far may have had an effect. */
  sent: boolean;
  /** How the latest attempt ended; undefined while one is under way. */
  result: string | undefined;
  attempt: (attempt: Attempt) => Promise<unknown>;
}

/**
 * Remembers across the attempts of one call whether any may have had an effect: that the last one
 * was refused a connection says nothing about the first, and "nothing was sent" frees orders.
 */
function oneCall(
  service: string,
  endpoint: Endpoint,
  log: AttemptLog,
  ask: (attempt: Attempt) => Promise<unknown>,
): OneCall {
  const call: OneCall = {
    sent: false,
    result: undefined,
    async attempt(attempt) {
      const sentBefore = call.sent;
      call.sent = true; // until this attempt proves that it did nothing: a request may still arrive after its timeout
      call.result = undefined;
      try {
        return await log.run(
          () => ask(attempt),
          ({ result }) => (call.result = result),
        );
      } catch (error) {
        if (!didNothing(error, endpoint)) throw error;
        call.sent = sentBefore;
        if (!sentBefore || !(error instanceof UnreachableError)) throw error;
        throw new UnreachableError(service, error.cause, { sentBefore });
      }
    },
  };
  return call;
}

function didNothing(error: unknown, { nothingDone = [] }: Endpoint): boolean {
  if (error instanceof UnreachableError) return !error.sent;
  return ['starting', ...nothingDone].some(code => isProblem(error, code));
}

type RequestParts = Pick<Dispatcher.RequestOptions, 'method' | 'path'> & {
  headers: Record<string, string>;
  body: string | null;
};

function requestOf(
  endpoint: Endpoint,
  { params = {}, query = {}, body }: AnyInput,
  options: CallOptions<unknown>,
): RequestParts {
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return {
    method: endpoint.method,
    path: search === '' ? path : `${path}?${search}`,
    headers: {
      [header.caller]: calling.caller,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(options.idempotencyKey !== undefined && { [header.idempotencyKey]: options.idempotencyKey }),
      ...(options.ifMatch !== undefined && { 'if-match': entityTag(options.ifMatch) }),
      ...(options.optional === true && { [header.kind]: 'optional' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  };
}

async function ask(
  service: string,
  endpoint: Endpoint,
  { origin, host, port, pool }: Address,
  request: RequestParts,
  attempt: Attempt,
): Promise<unknown> {
  const { signal } = attempt;
  const { method, path } = request;
  const span = ClientSpan.start({
    method,
    path,
    route: endpoint.path,
    origin,
    host,
    port,
    attempt: attempt.number,
  });
  let answer: Dispatcher.ResponseData;
  let body: Buffer;
  try {
    const headers = { ...request.headers, ...headersOf(attempt, span?.traceparent ?? currentTraceparent()) };
    answer = await pool.request({ ...request, signal, headers });
    span?.answered(answer.statusCode);
    body = await readBody(service, answer.body);
  } catch (error) {
    const cause: unknown = signal.aborted ? signal.reason : error;
    span?.failed(cause);
    if (signal.aborted || error instanceof BadAnswerError) throw cause;
    throw new UnreachableError(service, error);
  } finally {
    span?.end();
  }
  return readAnswer(service, endpoint, answer, body);
}

/** This attempt's limit, less what the answer needs to come back: the callee's honest answer must beat our own limit. */
function headersOf({ limitMs }: Attempt, traceparent: string | undefined): Record<string, string> {
  return {
    ...(Number.isFinite(limitMs) && {
      [header.deadlineMs]: String(Math.max(1, Math.floor(limitMs - Math.max(20, limitMs * 0.05)))),
    }),
    ...(traceparent !== undefined && { [header.traceparent]: traceparent }),
  };
}
