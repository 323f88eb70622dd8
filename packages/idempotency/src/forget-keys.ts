import type { Queries } from './transactions.ts';

/**
 * Deletes keys of `once` that are older than `olderThanMs`, at most `limit` of them; returns how many it deleted.
 *
 * A request that repeats a deleted key is a first one again.
 */
export async function forgetKeys(
  queries: Queries,
  { olderThanMs, limit }: { olderThanMs: number; limit: number },
): Promise<number> {
  const deleted = await queries.query(
    `DELETE FROM idempotency_keys WHERE (scope, key) IN (
       SELECT scope, key FROM idempotency_keys
       WHERE created_at < clock_timestamp() - $1 * interval '1 millisecond'
       ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING 1`,
    [olderThanMs, limit],
  );
  return deleted.length;
}
