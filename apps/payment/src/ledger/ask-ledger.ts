import { SECOND } from '@watertight/resilience';
import { type Database, DatabaseUnavailableError, ShopError } from '@watertight/service-kit';

const UNIQUE_VIOLATION = '23505';

/** One statement, which is one transaction. @throws LedgerUnavailableError (503) the database is away */
export async function askLedger<Row extends object>(
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

export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === UNIQUE_VIOLATION;
}

/** 503: nothing was sent to the bank by this request; the same key may be sent again. */
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
