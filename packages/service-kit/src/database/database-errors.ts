import { isNativeError } from 'node:util/types';
import { SECOND } from '@watertight/resilience';
import pg from 'pg';
import { ShopError } from '../problems/problems.ts';

/** 503: the database did not answer. Whether the statement took effect is `mayHaveCommitted`. */
export class DatabaseUnavailableError extends ShopError {
  /**
   * False: certainly nothing was committed, and nothing of this call will be. True: the statement had left, so it may
   * commit now, later or never. Default false.
   */
  readonly mayHaveCommitted: boolean;

  constructor(
    reason: string,
    { cause, mayHaveCommitted = false }: { cause?: unknown; mayHaveCommitted?: boolean } = {},
  ) {
    super(`The database cannot be reached right now (${reason}).`, {
      code: 'database-unavailable',
      status: 503,
      retryAfterMs: SECOND,
      cause,
    });
    this.mayHaveCommitted = mayHaveCommitted;
  }
}

/**
 * True when the server itself reports that it rolled the statement back.
 *
 * Not class 57P (the session ends: its commit may come before that), not classes 08 and 58 (a pooler speaks for the server).
 */
export function wasRolledBack(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code !== undefined && !/^(57P|08|58)/.test(error.code);
}

/** The service cannot start, and waiting will not help: one sentence that says what to do. Exit code 78. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/**
 * SQLSTATEs of a server that cannot do this work now and may later, or of a pooler that has no server to give (PostgreSQL,
 * appendix A).
 *
 * - 08: connection. PgBouncer sends its own refusals as 08P01: `query_wait_timeout`, `server_login_retry`, "no more connections
 *   allowed", "pgbouncer cannot connect to server". 58000: Odyssey and PgCat do the same with it.
 * - 58: errors of the machine below the server, for example 58030 (input or output failed).
 * - 53: resources; 57P: the server stops, starts or ended our session; 57014, 55P03: a statement or a lock took too long.
 * - 25006: a standby, or a server that is not promoted yet. 40001: a standby that canceled our statement to keep up; nothing
 *   here asks for an isolation level that has other reasons for it.
 * - 40P01: the server ended a deadlock by rolling this transaction back; it may succeed when it is repeated.
 * - 25P03, 25P04: the server ended a transaction that took too long, and the session with it.
 */
const GONE = /^(08|53|57P|57014|55P03|25006|25P03|25P04|40001|40P01|58)/;
/** Codes of Node's sockets: of the system's calls, and of a stream that was closed under a statement. */
const SOCKET = /^(E[A-Z]+|ERR_(STREAM|SOCKET)_[A-Z_]+)$/;
const READ_ONLY = '25006';

/** Errors of the socket, of pg's own connecting, or of a server that is going down, full or read-only. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailableError) return true;
  if (!isNativeError(error)) return false; // a socket's error is of Node's own realm, which need not be ours
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code === 'string') return GONE.test(code) || SOCKET.test(code) || wrongAddress.has(code);
  return /timeout|terminated|not queryable|Connection ended|connection closed/i.test(error.message);
}

/** Returns whether a server refused to write: every connection that leads to it is as useless for writing as this one. */
export function isReadOnly(error: unknown): boolean {
  const cause = error instanceof DatabaseUnavailableError ? error.cause : error;
  return isNativeError(cause) && Reflect.get(cause, 'code') === READ_ONLY;
}

const wrongAddress = new Map([
  ['28P01', 'the password is wrong'],
  ['28000', 'the role may not sign in'],
  ['3D000', 'the database does not exist'],
]);

/** A wrong password does not become right by waiting. */
export function stopsTheStart(error: unknown, url: string): StartError | undefined {
  const cause = error instanceof DatabaseUnavailableError ? error.cause : error;
  const reason = wrongAddress.get(
    String(typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined),
  );
  const { username, host, pathname } = new URL(url);
  return reason === undefined
    ? undefined
    : new StartError(`DATABASE_URL (${username}@${host}${pathname}): ${reason}; correct it and start again.`);
}
