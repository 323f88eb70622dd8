import type { Logger } from '@watertight/telemetry';
import type { Database } from './database.ts';
import type { Closeable } from '../server/stop.ts';

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
  const ended = new AbortController();
  const round = async () => {
    for (const retention of retentions) {
      try {
        while (!ended.signal.aborted && (await forget(database, retention)) === AT_ONCE);
      } catch (error) {
        logger.warn({ table: retention.table, err: error }, 'old rows stay until the next round');
      }
    }
  };
  let running = round();
  const timer = setInterval(() => {
    running = running.then(round);
  }, everyMs);
  return () => {
    ended.abort();
    clearInterval(timer);
    return running;
  };
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
