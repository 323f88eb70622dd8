import type { Logger } from '@watertight/telemetry';
import type { Database } from './database.ts';
import type { Closeable } from '../server/stop.ts';
import { repeat } from '../work/repeat.ts';

/** Rows that no request needs any more. */
export interface Retention {
  table: string;
  /** The column that their age is counted from: an indexed timestamptz. */
  since: string;
  keptMs: number;
  /** SQL that is true of each row that may go. Default: all of them. */
  where?: string;
}

/** Rows per statement: a table that has grown for months must not be locked for one big deletion. */
const AT_ONCE = 1000;

/**
 * Deletes what is older than its retention, now and every `everyMs`. Replicas share the work: rows that another one deletes
 * are passed over.
 *
 * A database that does not answer is no failure: the rows are still there in the next round.
 */
export function forgetOldRows(
  database: Database,
  retentions: readonly Retention[],
  everyMs: number,
  logger: Logger,
): Closeable {
  const round = async (ended: AbortSignal) => {
    const failures: Error[] = [];
    for (const retention of retentions) {
      try {
        while (!ended.aborted && (await forget(database, retention)) === AT_ONCE);
      } catch (error) {
        failures.push(new Error(`old rows of ${retention.table} stay until the next round`, { cause: error }));
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, failures.map(({ message }) => message).join('; '));
  };
  return repeat('deleting old rows', everyMs, round, logger);
}

async function forget(database: Database, { table, since, keptMs, where = 'true' }: Retention): Promise<number> {
  // now() and not clock_timestamp(): an index is used for what does not change within a statement.
  const deleted = await database.query(
    `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
       SELECT ctid FROM ${table}
       WHERE ${since} < now() - $1 * interval '1 millisecond' AND (${where})
       LIMIT $2
       FOR UPDATE SKIP LOCKED))
     RETURNING 1`,
    [keptMs, AT_ONCE],
  );
  return deleted.length;
}
