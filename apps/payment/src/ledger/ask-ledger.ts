import { SECOND } from '@watertight/resilience';
import { type Database, DatabaseUnavailableError, ShopError } from '@watertight/service-kit';

const UNIQUE_VIOLATION = '23505';

export interface Statement {
  sql: string;
  values: readonly unknown[];
  /** Parsed and planned once per connection, under this name. */
  preparedAs?: string;
}

/**
 * Runs one statement that changes nothing.
 *
 * @param preparedAs as in `Statement`
 * @throws LedgerUnavailableError (503) the database did not answer
 */
export async function readLedger<Row extends object>(
  database: Database,
  sql: string,
  values: readonly unknown[],
  preparedAs?: string,
): Promise<Row[]> {
  try {
    return await database.query<Row>(sql, values, preparedAs);
  } catch (error) {
    throw error instanceof DatabaseUnavailableError ? new LedgerUnavailableError(error) : error;
  }
}

/**
 * Runs one statement that changes rows; it is one transaction.
 *
 * @throws LedgerUnavailableError (503) it certainly changed nothing, and never will
 * @throws OutcomeUnknownError (503) it was on its way: it may commit now, later or never
 */
export async function writeLedger<Row extends object>(
  database: Database,
  { sql, values, preparedAs }: Statement,
): Promise<Row[]> {
  try {
    return await database.query<Row>(sql, values, preparedAs);
  } catch (error) {
    if (!(error instanceof DatabaseUnavailableError)) throw error;
    throw error.mayHaveCommitted ? new OutcomeUnknownError(error) : new LedgerUnavailableError(error);
  }
}

export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === UNIQUE_VIOLATION;
}

/** 503: this request wrote nothing and sent nothing to the bank; the same key may be sent again. */
export class LedgerUnavailableError extends ShopError {
  constructor(cause: unknown) {
    super('The ledger cannot be reached right now, so the bank was not asked. Send the same key again.', {
      code: 'ledger-unavailable',
      status: 503,
      retryAfterMs: 1 * SECOND,
      cause,
    });
  }
}

/** 503: a statement was sent and its answer was lost. Callers that can say more answer 202 in its place. */
export class OutcomeUnknownError extends ShopError {
  constructor(cause: unknown) {
    super('The ledger did not answer in time. The request may take effect. Send the same key again.', {
      code: 'outcome-unknown',
      status: 503,
      retryAfterMs: 1 * SECOND,
      cause,
    });
  }
}
