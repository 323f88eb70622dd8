import { SECOND } from '@watertight/resilience';
import { gaugeOf, type Queries } from '@watertight/service-kit';

/** Since when the oldest event has waited for its acknowledgement, on the monotonic clock; undefined when none does. */
let waitingSinceMs: number | undefined;

// Measured from the event's creation, not from the last look: it ages while Postgres is unavailable, too.
gaugeOf('outboxOldestAge', 'How long the oldest event has not been acknowledged, in seconds; 0 when all are.', () =>
  waitingSinceMs === undefined ? 0 : (performance.now() - waitingSinceMs) / SECOND,
);

/** Reads the age of the oldest event that is not acknowledged, for `/metrics`. */
export async function lookAtOldest(queries: Queries): Promise<void> {
  const [oldest] = await queries.query<{ ageMs: number }>(
    `SELECT (extract(epoch FROM clock_timestamp() - created_at) * 1000)::float8 AS "ageMs"
     FROM outbox WHERE acknowledged_at IS NULL ORDER BY created_at LIMIT 1`,
  );
  waitingSinceMs = oldest && performance.now() - oldest.ageMs;
}
