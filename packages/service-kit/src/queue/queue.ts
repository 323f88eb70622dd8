import { context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import { queues, type QueueName } from '@watertight/contracts';
import { isNoPrimary } from '@watertight/idempotency';
import { SECOND } from '@watertight/resilience';
import { continueTrace, type Logger, withTraceparent } from '@watertight/telemetry';
import { type ConnectionOptions, Queue, UnrecoverableError, Worker } from 'bullmq';
import { BullMQOtel } from 'bullmq-otel';
import type { z } from 'zod';
import { counterOf } from '../metrics/own-metrics.ts';
import { within } from '../work/within.ts';
import { isSealed, type QueueKeys, sealOf } from './seal.ts';

/** Hash tag: all keys of the queues lie on one slot of a Redis cluster. */
const prefix = '{shop}';

/** How long a message belongs to a worker that died or is frozen, in ms. A living worker renews its claim. */
const LEASE_MS = 5 * SECOND;
/**
 * How often workers look for messages without a living worker, in ms. The first look only marks a message and a later one
 * moves it, so a message comes again at most a lease and one look after its worker has died.
 */
const STALLED_LOOK_MS = 2 * SECOND;

/** How long adding a job may take, in ms, and how long a stopping service waits for its running jobs. */
export const queueLimits = { connectMs: 1 * SECOND, addMs: 500, stopMs: 5 * SECOND } as const;

/** Tried at 0, 200, 600, 1400 and 3000 ms; what fails longer than that comes again from the outbox. */
const forgottenWhenDone = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 200 },
  removeOnComplete: true,
  removeOnFail: true,
};

export type EventOf<Name extends QueueName> = z.output<(typeof queues)[Name]>;

const countRefused = counterOf(
  'messagesRefused',
  'Messages that this service did not work on, because no service of the shop has sealed them.',
  'queue',
);

/** What is handed over: the event, the outbox row it came from, and the trace it belongs to. */
export interface Message<Name extends QueueName> {
  outboxId: string;
  traceparent?: string | undefined;
  event: EventOf<Name>;
}

/**
 * Adds jobs by id: a message sent again while the first still waits or runs is one job. Fails fast while Redis is unavailable.
 *
 * A finished job is forgotten at once, also a failed one: a relay that sends again until it is acknowledged must not
 * meet an old job of the same id, which BullMQ would silently keep in place of the new one.
 */
export class Outlet {
  private readonly open = new Map<QueueName, Queue>();

  constructor(
    private readonly url: string,
    private readonly keys: QueueKeys,
    private readonly logger: Logger,
  ) {}

  async send<Name extends QueueName>(name: Name, message: Message<Name>, jobId = message.outboxId): Promise<void> {
    const parent =
      message.traceparent === undefined
        ? ROOT_CONTEXT
        : propagation.extract(ROOT_CONTEXT, { traceparent: message.traceparent });
    const sealed = { ...message, seal: sealOf(this.keys, name, message) };
    await context.with(parent, () => this.queue(name).add(name, sealed, { jobId, ...forgottenWhenDone }));
  }

  async close(): Promise<void> {
    await Promise.all(
      [...this.open.values()].map(queue =>
        queue.close().catch((error: unknown) => this.logger.debug({ err: error }, 'a queue did not close')),
      ),
    );
  }

  private queue(name: QueueName): Queue {
    const known = this.open.get(name);
    if (known !== undefined) return known;
    const connection: ConnectionOptions = {
      ...connectionTo(this.url),
      maxRetriesPerRequest: 1,
      enableOfflineQueue: false,
      commandTimeout: queueLimits.addMs,
    };
    // Outside the trace of the first request that sends: the connection is not a part of it.
    const queue = context.with(
      ROOT_CONTEXT,
      () => new Queue(name, { connection, prefix, telemetry: new BullMQOtel({ tracerName: 'watertight' }) }),
    );
    queue.on('error', () => undefined); // reported once by the service's own connection; BullMQ repeats it per retry
    this.open.set(name, queue);
    return queue;
  }
}

interface Consumed<Name extends QueueName> {
  url: string;
  name: Name;
  keys: QueueKeys;
  logger: Logger;
  /** Messages worked on at once. Default 4. */
  concurrency?: number;
  /** Called with a sealed message that is not tried again here, and what its last attempt failed with. */
  onGivenUp?: (message: Message<Name>, error: Error) => void;
}

/**
 * Works off a queue, one message at a time per slot, at least once: `handle` must recognize a message it has seen.
 *
 * A message without its seal, or against its schema, fails for good; any other failure is tried again, backing off.
 */
export function consume<Name extends QueueName>(
  { url, name, keys, concurrency = 4, logger, onGivenUp = () => {} }: Consumed<Name>,
  handle: (message: Message<Name>) => Promise<void>,
): { close(): Promise<void> } {
  const worker = new Worker(
    name,
    async ({ data }: { data: Message<Name> }) => {
      const message = checked(name, keys, data);
      await withTraceparent(continueTrace(message.traceparent), () => handle(message));
    },
    {
      connection: { ...connectionTo(url), maxRetriesPerRequest: null },
      prefix,
      concurrency,
      lockDuration: LEASE_MS,
      stalledInterval: STALLED_LOOK_MS,
      telemetry: new BullMQOtel({ tracerName: 'watertight' }),
    },
  );
  worker.on('error', () => undefined); // BullMQ reconnects by itself, and repeats this per retry
  worker.on('failed', (job, error) => {
    logger.warn({ queue: name, job: job?.id, err: error.message }, 'a message failed');
    // Not here: what no service has sealed. It speaks of no row.
    if (job?.finishedOn !== undefined && isSealed(keys, name, job.data)) onGivenUp(job.data, error);
  });
  return { close: () => stop(worker) };
}

/**
 * Returns a message that a service of the shop has sent, as its schema says.
 *
 * Whatever can write to Redis can add a job. One without a seal is refused before anything of it is read: the outbox sends what is
 * true again.
 */
function checked<Name extends QueueName>(name: Name, keys: QueueKeys, data: Message<Name>): Message<Name> {
  if (!isSealed(keys, name, data)) {
    countRefused(name);
    throw new UnrecoverableError(`a message on ${name} has no seal of this shop`);
  }
  const event = queues[name].safeParse(data.event);
  if (!event.success) throw new UnrecoverableError(`a message on ${name} breaks its schema`);
  return { ...data, event: event.data as EventOf<Name> };
}

/**
 * Lets running jobs end, then hangs up.
 *
 * With Redis dead `close()` waits for ever, and a second `close(true)` only joins it: so `pause` waits, at most 5 s,
 * and the one close is a forced one.
 */
async function stop(worker: Worker): Promise<void> {
  await within(
    queueLimits.stopMs,
    worker.pause().catch(() => undefined), // a pause that fails has nothing to wait for
  );
  await worker.close(true);
}

function connectionTo(url: string): ConnectionOptions {
  const { hostname, port, username, password, protocol, pathname } = new URL(url);
  return {
    host: hostname,
    port: Number(port || 6379),
    db: Number(pathname.slice(1) || 0),
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' && { tls: {} }),
    connectTimeout: queueLimits.connectMs,
    disableClientInfo: true, // CLIENT SETINFO is of Redis 7.2; on 7.0 it fails, harmlessly and in red
    retryStrategy: (attempt: number) => Math.min(SECOND, 50 * attempt),
    reconnectOnError: isNoPrimary,
  };
}
