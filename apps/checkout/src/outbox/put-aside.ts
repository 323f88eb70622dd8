import type { MessageFailed } from '@watertight/contracts';
import type { Logger, Queries } from '@watertight/service-kit';
import { queuesOf } from './outbox.ts';

interface PuttingAside {
  /** After so many failures. */
  maxFailures: number;
  logger: Pick<Logger, 'error'>;
}

/**
 * Counts a failure of an event at its consumer, and puts the event aside when there have been too many.
 *
 * Once for each time it was sent, however often it is reported. An event that another consumer reports stays as it is.
 */
export async function noteFailure(
  queries: Queries,
  { outboxId, consumer, reason }: MessageFailed,
  { maxFailures, logger }: PuttingAside,
): Promise<void> {
  const [row] = await queries.query<{ queue: string; failures: number; put_aside_at: Date | null }>(
    `UPDATE outbox SET failures = failures + 1, failed_at = clock_timestamp(), failure = $3,
       put_aside_at = CASE WHEN failures + 1 >= $4 THEN clock_timestamp() END
     WHERE id = $1 AND queue = ANY($2) AND acknowledged_at IS NULL AND put_aside_at IS NULL
       AND (failed_at IS NULL OR sent_at > failed_at)
     RETURNING queue, failures, put_aside_at`,
    [outboxId, queuesOf(consumer), reason, maxFailures],
  );
  if (row?.put_aside_at == null) return;
  logger.error(
    { queue: row.queue, outboxId, failures: row.failures, reason },
    'an event was put aside: its consumer failed each time; it is not sent again until an operator says so',
  );
}

/** Sends all that was put aside again, with a count of failures that begins anew; returns how many those are. */
export async function sendAgain(queries: Queries): Promise<number> {
  const rows = await queries.query(
    `UPDATE outbox SET put_aside_at = NULL, failures = 0, sent_at = NULL
     WHERE acknowledged_at IS NULL AND put_aside_at IS NOT NULL
     RETURNING id`,
  );
  return rows.length;
}
