import { type Problem } from '@watertight/contracts';
import { type Judgement, type Outcome, RefusedError, TimeoutError } from '@watertight/resilience';

/** What goes wrong between two services, for the caller to tell apart. */
export abstract class CallError extends Error {
  readonly service: string;

  constructor(service: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.service = service;
  }
}

const NOT_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];
/** The other end has no certificate of the service that was meant (codes of OpenSSL and of Node): nothing was said to it. */
const NOT_PROVEN = /^(ERR_TLS_CERT_ALTNAME_INVALID|CERT_|UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_)/;

/** No connection, or it broke: the request may or may not have arrived, unless `sent` is false. */
export class UnreachableError extends CallError {
  /** False when every attempt's connection was refused: nothing can have happened over there. */
  readonly sent: boolean;
  /** Of the system or of undici: `ECONNREFUSED`. */
  readonly code: string;

  constructor(service: string, cause: unknown, { sentBefore = false } = {}) {
    const code = codeOf(cause);
    super(service, `${service} could not be reached (${code})`, { cause });
    this.code = code;
    this.sent = sentBefore || !(NOT_CONNECTED.includes(code) || NOT_PROVEN.test(code));
  }
}

/** The service answered something else than success: `problem` is the problem it sent, if any. */
export class AnswerError extends CallError {
  readonly status: number;
  readonly problem: Problem | undefined;
  /** The service says that another attempt at once is useless. */
  readonly refused: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(
    service: string,
    status: number,
    problem: Problem | undefined,
    { refused, retryAfterMs }: { refused: boolean; retryAfterMs?: number | undefined },
  ) {
    super(service, `${service} answered ${status}${problem === undefined ? '' : `: ${problem.detail}`}`);
    this.status = status;
    this.problem = problem;
    this.refused = refused;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The answer breaks the contract, or is larger than any answer of it. */
export class BadAnswerError extends CallError {}

/** True when the service answered with that problem code. */
export function isProblem(error: unknown, code: string): error is AnswerError {
  return error instanceof AnswerError && error.problem?.code === code;
}

/** These are 4xx by their number only: the service was too slow or too busy; the request may be right. */
const TOO_SLOW_OR_BUSY = new Set([408, 429]);

/**
 * True when the service answered, and the answer is no: a 4xx about what it was sent. The same request gets it again.
 *
 * This and `isOutage` are the one place that tells an answer from an outage.
 */
export function isClientError(error: unknown): error is AnswerError {
  return error instanceof AnswerError && error.status < 500 && !TOO_SLOW_OR_BUSY.has(error.status);
}

/** True when the service could not answer, or was not called because its bulkhead was full or its breaker open: a later request may succeed. */
export function isOutage(error: unknown): boolean {
  if (isClientError(error)) return false;
  return error instanceof CallError || error instanceof TimeoutError || error instanceof RefusedError;
}

const harmless = new WeakSet<object>();

/** Notes that a call failed with none of its attempts having done anything over there, whatever the last one says. */
export function noteNothingWasDone(error: unknown): void {
  if (typeof error === 'object' && error !== null) harmless.add(error);
}

/**
 * True when it is certain that the other side did nothing: each attempt was refused before anything was sent, found no
 * connection, or was answered so (`nothingDone` of the contract).
 */
export function nothingWasSent(error: unknown): boolean {
  if (typeof error === 'object' && error !== null && harmless.has(error)) return true;
  if (error instanceof RefusedError) return error.attempts === 0;
  return error instanceof UnreachableError && !error.sent;
}

const FAILING = new Set([502, 503, 504]);

/**
 * A service that answers so has no database at the moment, and names a time to come back: it is alive, and works again as soon
 * as the database does. Not any 503 with a Retry-After: a proxy that is full, a service that starts and a fault that is switched
 * on name one, too, and a breaker should open for those.
 */
const WITHOUT_DATABASE: ReadonlySet<string | undefined> = new Set(['database-unavailable', 'ledger-unavailable']);

const isOnlyWithoutDatabase = ({ status, problem, retryAfterMs }: AnswerError): boolean =>
  status === 503 && retryAfterMs !== undefined && WITHOUT_DATABASE.has(problem?.code);

/** No process listens there, or it ended: found out at once. A connection that opens for 3 s in vain is a hang instead. */
const isNotRunning = (error: unknown): boolean =>
  isProblem(error, 'starting') ||
  (error instanceof UnreachableError && codeOf(error.cause) !== 'UND_ERR_CONNECT_TIMEOUT');

/**
 * Classifies the end of an attempt: what it says about the service.
 *
 * A service that is not running, or is starting, is `unreachable`: a breaker saves no waiting there, and must not refuse calls
 * to a service that has just come back.
 *
 * A refusal by its bulkhead or budget, a 429 and a 4xx prove that it is alive; one dead bank must not close the basket. A missing
 * database says nothing: as failures, five such answers would refuse calls for 30 s after an outage of 3 s; as successes they
 * would make a measured timeout as short as a refusal takes.
 */
export function judge(outcome: Outcome): Judgement {
  if (!('error' in outcome)) return 'success';
  const { error } = outcome;
  if (isNotRunning(error)) return 'unreachable';
  if (error instanceof UnreachableError || error instanceof TimeoutError || error instanceof BadAnswerError)
    return 'failure';
  if (error instanceof AnswerError && isOnlyWithoutDatabase(error)) return 'nothing';
  if (error instanceof AnswerError) return error.status >= 500 && !error.refused ? 'failure' : 'success';
  return 'nothing';
}

/** Returns whether another attempt may help; the contract of the endpoint decides whether it is allowed. A 500 is not repeated: one poisoned request must not close a service. */
export function mayRepeat(error: unknown): boolean {
  if (error instanceof UnreachableError || error instanceof TimeoutError) return true;
  if (!(error instanceof AnswerError) || error.refused) return false;
  return error.status === 429 ? error.retryAfterMs !== undefined : FAILING.has(error.status);
}

function codeOf(cause: unknown): string {
  const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined;
  return typeof code === 'string' ? code : 'no answer';
}
