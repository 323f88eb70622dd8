import { header, type Problem } from '@watertight/contracts';
import { BulkheadFullError, DeadlinePassedError, RefusedError, SECOND } from '@watertight/resilience';
import { currentTrace } from '@watertight/telemetry';
import { isClientError } from '../client/outcomes.ts';

interface ShopErrorOptions {
  /** Stable, kebab-case, for programs. */
  code: string;
  status: number;
  /** How long to wait before another attempt. */
  retryAfterMs?: number;
  /** Whether another attempt at once makes sense. Default true; it has a meaning for 503 only. */
  retryAllowed?: boolean;
  /** Further members of the problem: ids and numbers, never secrets. */
  members?: Record<string, unknown>;
  cause?: unknown;
}

/** An error that is an answer: one subclass per reaction of the caller; the message says what happened and what to do. */
export class ShopError extends Error {
  readonly code: string;
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  readonly retryAllowed: boolean;
  readonly members: Record<string, unknown>;

  constructor(
    message: string,
    { code, status, retryAfterMs, retryAllowed = true, members = {}, cause }: ShopErrorOptions,
  ) {
    super(message, { cause });
    this.name = new.target.name;
    this.code = code;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
    this.retryAllowed = retryAllowed;
    this.members = members;
  }
}

/** Answered as if there were nothing: who guesses tokens learns no more than who guesses addresses. */
export class OpsTokenRefusedError extends ShopError {
  constructor() {
    super('There is nothing at this address.', { code: 'not-found', status: 404 });
  }
}

export interface BrokenRule {
  field: string;
  rule: string;
  value?: string;
}

/** 400: names for each field the rule it breaks. */
export class InvalidRequestError extends ShopError {
  constructor(errors: readonly BrokenRule[]) {
    const sentences = errors.slice(0, 3).map(({ field, rule }) => `${field}: ${rule}`);
    super(sentences.join('; '), { code: 'invalid-request', status: 400, members: { errors: errors.slice(0, 20) } });
  }
}

/** What a failed request is answered with: a problem (RFC 9457) and its headers. */
export interface ProblemAnswer {
  problem: Problem;
  headers: Record<string, string>;
}

/** Makes an answer of any error; what is not ours becomes a 500 that tells nothing of the inside. */
export function problemOf(error: unknown): ProblemAnswer {
  const known = error instanceof ShopError ? error : toShopError(error);
  const { code, status, retryAfterMs, retryAllowed, members, message } = known;
  const reference = currentTrace()?.traceId;
  const problem: Problem = {
    type: `urn:watertight:problem:${code}`,
    title: code.replaceAll('-', ' ').replace(/^./, first => first.toUpperCase()),
    status,
    detail: message,
    code,
    ...members,
    ...(reference !== undefined && { reference }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
  return {
    problem,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      ...(retryAfterMs !== undefined && { 'retry-after': String(Math.ceil(retryAfterMs / SECOND)) }),
      ...(!retryAllowed && { [header.retryAllowed]: 'no' }),
    },
  };
}

function toShopError(error: unknown): ShopError {
  if (error instanceof DeadlinePassedError) {
    return new ShopError('The time this request had has passed.', {
      code: 'deadline-passed',
      status: 504,
      retryAllowed: false,
      cause: error,
    });
  }
  if (error instanceof RefusedError) {
    const code = error instanceof BulkheadFullError ? 'bulkhead-full' : 'refused';
    return new ShopError(`Not asked: ${error.message}`, {
      code,
      status: 503,
      retryAfterMs: SECOND,
      retryAllowed: false,
      cause: error,
    });
  }
  if (error instanceof DOMException && error.name === 'AbortError') {
    // No client reads this answer. It is not our fault and must not be logged as one: 499, as nginx counts it.
    return new ShopError('The caller hung up.', { code: 'caller-gone', status: 499, cause: error });
  }
  return (
    fromFramework(error) ??
    new ShopError('Something broke here. It is logged under the reference.', {
      code: 'internal',
      status: 500,
      cause: error,
    })
  );
}

/** What the framework refuses before a feature sees it, by status. */
export const frameworkCodes: Record<number, [code: string, message: string]> = {
  404: ['not-found', 'There is nothing at this address.'],
  408: ['request-timeout', 'The request took too long to arrive.'],
  413: ['payload-too-large', 'The body is larger than 100 kB.'],
  414: ['uri-too-long', 'The address is too long.'],
  415: ['unsupported-media-type', 'Send application/json.'],
  431: ['headers-too-large', 'The headers are too large.'],
  503: ['not-ready', 'This service cannot do all its work right now.'], // the answer of /health/ready
};

function unreadable(error: object): BrokenRule {
  const inAddress = Reflect.get(error, 'code') === 'FST_ERR_BAD_URL';
  return inAddress
    ? { field: 'address', rule: 'percent-encoded UTF-8 expected' }
    : { field: 'body', rule: 'JSON expected' };
}

/** Errors of fastify and Nest carry a status below 500; their texts may quote input, so ours are sent. */
function fromFramework(error: unknown): ShopError | undefined {
  // A 4xx of a service we call carries a status, too. It says that our request was wrong, not that our caller's was.
  if (typeof error !== 'object' || error === null || isClientError(error)) return undefined;
  const status = Number(Reflect.get(error, 'statusCode') ?? Reflect.get(error, 'status'));
  if (status === 400) return new InvalidRequestError([unreadable(error)]);
  const known = frameworkCodes[status];
  const members = status === 503 ? { health: Reflect.get(error, 'response') } : {};
  return known && new ShopError(known[1], { code: known[0], status, members, cause: error });
}
