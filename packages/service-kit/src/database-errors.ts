import { isNativeError } from 'node:util/types';
import { SECOND } from '@watertight/resilience';
import { ShopError } from './problems.ts';

/** 503: nothing is known of a statement that was under way; everything here is made so that it can be repeated. */
export class DatabaseUnavailableError extends ShopError {
  constructor(reason: string, cause?: unknown) {
    super(`The database cannot be reached right now (${reason}).`, {
      code: 'database-unavailable',
      status: 503,
      retryAfterMs: SECOND,
      cause,
    });
  }
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
