import { isNativeError } from 'node:util/types';
import { SECOND } from '@watertight/resilience';
import pg from 'pg';
import { ShopError } from './problems.ts';

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
 * Not class 57P (the session ends: its commit may come before that) and not class 08 (a pooler speaks for the server).
 */
export function wasRolledBack(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code !== undefined && !/^(57P|08)/.test(error.code);
}

/** The service cannot start, and waiting will not help: one sentence that says what to do. Exit code 78. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** SQLSTATE classes that say "the server is not there": connection, resources, operator intervention (PostgreSQL, appendix A). */
const GONE = /^(08|53|57P|57014|55P03)/;

/** Errors of the socket, of pg's own connecting, or of a server that is going down or full. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailableError) return true;
  if (!isNativeError(error)) return false; // a socket's error is of Node's own realm, which need not be ours
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code === 'string') return GONE.test(code) || /^E[A-Z]+$/.test(code) || wrongAddress.has(code);
  return /timeout|terminated|not queryable|Connection ended|connection closed/i.test(error.message);
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
