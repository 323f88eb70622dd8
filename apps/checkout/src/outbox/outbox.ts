import { type Acknowledged, consumers, type QueueName } from '@watertight/contracts';
import { idsIn } from '@watertight/idempotency';
import {
  currentTraceparent,
  type EventOf,
  type Queries,
  crashPoint,
  type Database,
  type Message,
  type Outlet,
} from '@watertight/service-kit';

export interface OutboxRow {
  id: string;
  queue: QueueName;
  event: unknown;
  traceparent: string | null;
}

/** How many events one look takes along: enough to keep up, few enough to send before they count as lost. */
const AT_ONCE = 100;

/** Of outbox rows alone. With another value consumers would not recognize the events they have counted. */
const rowId = idsIn('9bd0c88d-4107-4810-8892-f0de8ecb5773');

/** What consumers report comes by queues of their own, and is not written here. */
type Written = keyof typeof consumers;

/** What an event of this queue is about: there is one event about it, however often it is written. */
const subjects: { [Name in Written]: (event: EventOf<Name>) => string } = {
  'ship-order': ({ orderId }) => orderId,
  'learn-order': ({ orderId }) => orderId,
  'raise-shipments': ({ orderId }) => orderId,
  'update-price': ({ productId, priceVersion }) => `${productId} ${priceVersion}`,
};

/**
 * Writes down what others must learn; it becomes true with the transaction.
 *
 * The row's id follows from the queue and the subject. Consumers know events by it: when this database loses the commits of
 * its last seconds and the order is confirmed again, other services do not count it twice.
 */
export async function writeOutbox<Name extends Written>(
  tx: Queries,
  queue: Name,
  event: EventOf<Name>,
  traceparent = currentTraceparent(),
): Promise<void> {
  const id = rowId(queue, subjects[queue](event));
  await tx.query(
    'INSERT INTO outbox (id, queue, event, traceparent) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING',
    [id, queue, JSON.stringify(event), traceparent],
  );
}

/**
 * Takes events that are not acknowledged and were not sent in the last `resendMs`; new events before repeated ones.
 *
 * By acknowledgement, not by a cursor: a flushed Redis loses jobs already sent, and a row may commit after a later one.
 */
function takeUnsent(queries: Queries, resendMs: number): Promise<OutboxRow[]> {
  return queries.query<OutboxRow>(
    `UPDATE outbox SET sent_at = clock_timestamp()
     WHERE id IN (
       SELECT id FROM outbox
       WHERE acknowledged_at IS NULL AND put_aside_at IS NULL
         AND (sent_at IS NULL OR sent_at < clock_timestamp() - $1 * interval '1 ms')
       ORDER BY sent_at NULLS FIRST, created_at
       LIMIT ${AT_ONCE}
       FOR UPDATE SKIP LOCKED)
     RETURNING id, queue, event, traceparent`,
    [resendMs],
  );
}

/** Gives back what could not be sent, so that it goes with the next look. */
async function giveBack(queries: Queries, ids: readonly string[]): Promise<void> {
  await queries.query('UPDATE outbox SET sent_at = NULL WHERE id = ANY($1)', [ids]);
}

/**
 * Notes that an event has taken effect, if its own consumer says so.
 *
 * Where checkout is the consumer, its own inbox must know the event. An acknowledgement may speak of an effect that this
 * database has lost since: then the event is sent again.
 */
export async function acknowledge(
  queries: Queries,
  { outboxId, consumer }: Pick<Acknowledged, 'outboxId' | 'consumer'>,
): Promise<void> {
  await queries.query(
    `UPDATE outbox SET acknowledged_at = clock_timestamp()
     WHERE id = $1 AND acknowledged_at IS NULL AND queue = ANY($2)
       AND (queue NOT IN ('ship-order', 'raise-shipments') OR EXISTS (SELECT FROM inbox WHERE outbox_id = $1))`,
    [outboxId, queuesOf(consumer)],
  );
}

/** The queues that a service works off: a report of it counts for their events alone. */
export function queuesOf(consumer: string): string[] {
  return Object.entries(consumers).flatMap(([queue, name]) => (name === consumer ? [queue] : []));
}

/** Sends the events of the outbox; those that Redis does not take stay there. Rejects when Redis or Postgres is unavailable. */
export async function relay(database: Database, outlet: Outlet, resendMs: number): Promise<void> {
  const rows = await takeUnsent(database, resendMs);
  const sent = await Promise.allSettled(rows.map(row => outlet.send(row.queue, messageOf(row))));
  if (rows.length > 0) crashPoint('events-sent');
  const failed = rows.filter((_, i) => sent[i]?.status === 'rejected');
  if (failed.length === 0) return;
  await giveBack(
    database,
    failed.map(({ id }) => id),
  );
  throw sent.find(each => each.status === 'rejected')?.reason;
}

function messageOf({ id, event, traceparent }: OutboxRow): Message<QueueName> {
  return { outboxId: id, event: event as Message<QueueName>['event'], ...(traceparent !== null && { traceparent }) };
}
