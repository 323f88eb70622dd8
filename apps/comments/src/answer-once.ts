import { createHash } from 'node:crypto';
import { type Database, type Queries, ShopError } from '@watertight/service-kit';

export interface KeyedRequest {
  /** Whose key it is: two callers may use the same one. */
  scope: string;
  key: string;
  /** Everything that makes it this request and no other. */
  request: unknown;
}

/**
 * Does `effect` once per key and answers the same for ever: the key, the effect and the answer are one transaction.
 *
 * A twin that arrives meanwhile waits for the first and gets its answer, or does the work when the first has failed.
 *
 * @throws KeyReusedError (422) the key belongs to a different request
 */
export async function answerOnce<Answer>(
  database: Database,
  { scope, key, request }: KeyedRequest,
  effect: (tx: Queries) => Promise<Answer>,
): Promise<{ answer: Answer; replayed: boolean }> {
  const fingerprint = createHash('sha256')
    .update(JSON.stringify(['v1', request]))
    .digest();
  return database.transaction(async tx => {
    const claimed = await tx.query(
      'INSERT INTO idempotency_keys (scope, key, fingerprint) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING key',
      [scope, key, fingerprint],
    );
    if (claimed.length === 0) return { answer: await earlier<Answer>(tx, scope, key, fingerprint), replayed: true };
    const answer = await effect(tx);
    await tx.query('UPDATE idempotency_keys SET answer = $3 WHERE scope = $1 AND key = $2', [
      scope,
      key,
      JSON.stringify(answer),
    ]);
    return { answer, replayed: false };
  });
}

async function earlier<Answer>(tx: Queries, scope: string, key: string, fingerprint: Buffer): Promise<Answer> {
  const [row] = await tx.query<{ answer: Answer; fingerprint: Buffer }>(
    'SELECT answer, fingerprint FROM idempotency_keys WHERE scope = $1 AND key = $2',
    [scope, key],
  );
  if (row?.fingerprint.equals(fingerprint) !== true) throw new KeyReusedError();
  return row.answer;
}

class KeyReusedError extends ShopError {
  constructor() {
    super('This Idempotency-Key was used for another request; send this one under a key of its own.', {
      code: 'idempotency-key-reused',
      status: 422,
    });
  }
}
