import { crashPoint, type Database, type Message, type Outlet } from '@watertight/service-kit';
import type { QueueName } from '@watertight/contracts';
import { giveBack, type OutboxRow, takeUnsent } from './outbox.ts';

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
