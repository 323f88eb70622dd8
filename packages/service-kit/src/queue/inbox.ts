import type { QueueName } from '@watertight/contracts';
import type { Logger } from '@watertight/telemetry';
import { crashPoint } from '../ops/crash-points.ts';
import type { Database, Queries } from '../database/database.ts';
import { isUnavailable } from '../database/database-errors.ts';
import { consume, type EventOf, type Message, Outlet } from './queue.ts';
import type { QueueKeys } from './seal.ts';

/** What an event does to the consumer's own tables. It runs inside a transaction, so it calls no other service. */
export type Effect<Name extends QueueName> = (tx: Queries, event: EventOf<Name>) => Promise<void>;

interface Inbox<Name extends QueueName> {
  url: string;
  /** At least the key of `consumer`. */
  keys: QueueKeys;
  queue: Name;
  /** The name of the service that acknowledges. */
  consumer: string;
  /** Has the table `inbox (outbox_id uuid PRIMARY KEY)`. */
  database: Database;
  logger: Logger;
  /** Messages worked on at once. Default 4. */
  concurrency?: number;
  effect: Effect<Name>;
}

/** The effect is committed, and its sender has not been told: the message comes again. */
class NotAcknowledgedError extends Error {
  override readonly name = 'NotAcknowledgedError';
}

const MAX_REASON_CHARACTERS = 300;

/**
 * Works off a queue so that each message takes effect once, and acknowledges it to its sender when the effect is committed.
 *
 * A message whose acknowledgement was lost comes again: it changes nothing and is acknowledged again. A message that cannot take
 * effect is reported to its sender. That the database is unavailable is no failure of the message.
 */
export function consumeOnce<Name extends QueueName>(inbox: Inbox<Name>): { close(): Promise<void> } {
  const { url, keys, queue, consumer, database, logger, concurrency = 4, effect } = inbox;
  const outlet = new Outlet(url, keys, logger);
  // An event may go to several consumers; each reports for itself.
  const idOf = (outboxId: string) => `${outboxId}-${consumer}`;
  const onGivenUp = ({ outboxId, traceparent }: Message<Name>, error: Error) => {
    if (isUnavailable(error) || error instanceof NotAcknowledgedError) return;
    const reason = error.message.slice(0, MAX_REASON_CHARACTERS);
    const failed: Message<'report-failure'> = {
      outboxId,
      traceparent,
      event: { version: 1, outboxId, consumer, reason },
    };
    outlet.send('report-failure', failed, idOf(outboxId)).catch(() => undefined); // the message comes again, and so does this
  };
  const worker = consume({ url, name: queue, keys, concurrency, logger, onGivenUp }, async message => {
    await takeOnce(database, message, effect);
    crashPoint('message-taken');
    const { outboxId, traceparent } = message;
    const acknowledged: Message<'acknowledge'> = { outboxId, traceparent, event: { version: 1, outboxId, consumer } };
    await outlet.send('acknowledge', acknowledged, idOf(outboxId)).catch((cause: unknown) => {
      throw new NotAcknowledgedError('the acknowledgement could not be sent', { cause });
    });
  });
  return {
    close: async () => {
      await worker.close(); // first: a message under way still wants to acknowledge
      await outlet.close();
    },
  };
}

/** Records the message and applies its effect in one transaction; false when it was recorded before and nothing was done. */
export function takeOnce<Name extends QueueName>(
  database: Database,
  { outboxId, event }: Message<Name>,
  effect: Effect<Name>,
): Promise<boolean> {
  return database.transaction(async tx => {
    // This waits for a duplicate that another worker is handling, so that "seen" never means "perhaps rolled back".
    const noted = await tx.query(
      'INSERT INTO inbox (outbox_id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING outbox_id',
      [outboxId],
    );
    if (noted.length === 0) return false;
    await effect(tx, event);
    return true;
  });
}
