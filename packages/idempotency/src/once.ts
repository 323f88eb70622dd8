import { createHash } from 'node:crypto';
import type { Queries, Transactions } from './transactions.ts';

export interface Keyed {
  /** Whose key it is: two callers may use the same one. */
  scope: string;
  key: string;
  /** Everything that makes it this request and no other. */
  request: unknown;
}

export type Once<Answer> =
  | { is: 'first' | 'replayed'; answer: Answer }
  /** The key belongs to a different request, and nothing was done. */
  | { is: 'key-reused' };

/**
 * Does `effect` once per key and answers the same for ever: key row, effect and answer are one transaction.
 *
 * A duplicate request that arrives meanwhile waits for the first and gets its answer, or does the work when the first has failed. The
 * effect must live in the same database: whatever it does elsewhere happens again when the transaction is repeated.
 * Needs the table of the README.
 */
export async function once<Answer>(
  database: Transactions,
  { scope, key, request }: Keyed,
  effect: (tx: Queries) => Promise<Answer>,
): Promise<Once<Answer>> {
  const fingerprint = createHash('sha256')
    .update(JSON.stringify(['v1', request]))
    .digest();
  return database.transaction(async tx => {
    const claimed = await tx.query(
      'INSERT INTO idempotency_keys (scope, key, fingerprint) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING key',
      [scope, key, fingerprint],
    );
    if (claimed.length === 0) return earlier<Answer>(tx, scope, key, fingerprint);
    const answer = await effect(tx);
    await tx.query('UPDATE idempotency_keys SET answer = $3 WHERE scope = $1 AND key = $2', [
      scope,
      key,
      JSON.stringify(answer),
    ]);
    return { is: 'first', answer };
  });
}

async function earlier<Answer>(tx: Queries, scope: string, key: string, fingerprint: Buffer): Promise<Once<Answer>> {
  const [row] = await tx.query<{ answer: Answer; fingerprint: Buffer }>(
    'SELECT answer, fingerprint FROM idempotency_keys WHERE scope = $1 AND key = $2',
    [scope, key],
  );
  if (row?.fingerprint.equals(fingerprint) !== true) return { is: 'key-reused' };
  return { is: 'replayed', answer: row.answer };
}
