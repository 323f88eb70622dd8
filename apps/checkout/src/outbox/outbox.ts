import type { QueueName } from '@watertight/contracts';
import { currentTraceparent, type EventOf, type Queries } from '@watertight/service-kit';

export interface OutboxRow {
  id: string;
  queue: QueueName;
  event: unknown;
  traceparent: string | null;
}

/** How many events one look takes along: enough to keep up, few enough to send before they count as lost. */
const AT_ONCE = 100;

/** Writes down what others must learn; it becomes true with the transaction. */
export async function writeOutbox<Name extends QueueName>(
  tx: Queries,
  queue: Name,
  event: EventOf<Name>,
  traceparent = currentTraceparent(),
): Promise<void> {
  await tx.query('INSERT INTO outbox (queue, event, traceparent) VALUES ($1, $2, $3)', [
    queue,
    JSON.stringify(event),
    traceparent,
  ]);
}

/**
 * Takes what nobody has acknowledged and nobody has sent in the last `resendMs`; new events before repeated ones.
 *
 * By acknowledgement, not by a cursor: a flushed Redis loses jobs already sent, and a row may commit after a later one.
 */
export function takeUnsent(queries: Queries, resendMs: number): Promise<OutboxRow[]> {
  return queries.query<OutboxRow>(
    `UPDATE outbox SET sent_at = clock_timestamp()
     WHERE id IN (
       SELECT id FROM outbox
       WHERE acknowledged_at IS NULL
         AND (sent_at IS NULL OR sent_at < clock_timestamp() - $1 * interval '1 ms')
       ORDER BY sent_at NULLS FIRST, created_at
       LIMIT ${AT_ONCE}
       FOR UPDATE SKIP LOCKED)
     RETURNING id, queue, event, traceparent`,
    [resendMs],
  );
}

/** Gives back what could not be sent, so that it goes with the next look. */
export async function giveBack(queries: Queries, ids: readonly string[]): Promise<void> {
  await queries.query('UPDATE outbox SET sent_at = NULL WHERE id = ANY($1)', [ids]);
}

export async function acknowledge(queries: Queries, id: string): Promise<void> {
  await queries.query(
    'UPDATE outbox SET acknowledged_at = clock_timestamp() WHERE id = $1 AND acknowledged_at IS NULL',
    [id],
  );
}
