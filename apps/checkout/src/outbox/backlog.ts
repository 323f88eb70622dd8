import { SECOND } from '@watertight/resilience';
import { gaugeOf, type Queries, showBacklog } from '@watertight/service-kit';

interface QueueBacklog {
  queue: string;
  waiting: number;
  oldestAt: Date;
  ageMs: number;
}

/** More are not counted: while Redis is unavailable the table grows, and this runs every few seconds. */
const MOST_COUNTED = 1000;

const IS_WAITING = 'acknowledged_at IS NULL AND put_aside_at IS NULL';
const IS_PUT_ASIDE = 'acknowledged_at IS NULL AND put_aside_at IS NOT NULL';

let putAside = 0;
let backlog: readonly QueueBacklog[] = [];
/** Since when the oldest event has waited for its acknowledgement, on the monotonic clock; undefined when none does. */
let waitingSinceMs: number | undefined;

// Measured from the event's creation, not from the last look: it ages while Postgres is unavailable, too.
gaugeOf('outboxOldestAge', 'How long the oldest event has not been acknowledged, in seconds; 0 when all are.', () =>
  waitingSinceMs === undefined ? 0 : (performance.now() - waitingSinceMs) / SECOND,
);

gaugeOf(
  'outboxPutAside',
  'Events that are no longer sent because their consumers failed on them; 0 when none are.',
  () => putAside,
);

showBacklog(() => ({
  oldestAt: backlog[0]?.oldestAt.toISOString() ?? null,
  waiting: Object.fromEntries(backlog.map(({ queue, waiting }) => [queue, waiting])),
  putAside,
}));

/** Reads how many events of each queue wait, the age of the oldest, and how many are put aside, for `/metrics` and `/ops/state`. */
export async function readBacklog(queries: Queries): Promise<void> {
  backlog = await queries.query<QueueBacklog>(
    `SELECT queue, count(*)::int AS waiting, min(created_at) AS "oldestAt",
       (extract(epoch FROM clock_timestamp() - min(created_at)) * 1000)::float8 AS "ageMs"
     FROM (SELECT queue, created_at FROM outbox WHERE ${IS_WAITING} ORDER BY created_at LIMIT ${MOST_COUNTED}) AS oldest
     GROUP BY queue ORDER BY min(created_at)`,
  );
  const rows = await queries.query<{ count: number }>(
    `SELECT count(*)::int FROM (SELECT FROM outbox WHERE ${IS_PUT_ASIDE} LIMIT ${MOST_COUNTED}) AS put_aside`,
  );
  putAside = rows[0]?.count ?? 0;
  const [oldest] = backlog;
  waitingSinceMs = oldest && performance.now() - oldest.ageMs;
}
