import { createHmac, timingSafeEqual } from 'node:crypto';
import { consumers, type QueueName } from '@watertight/contracts';

/** A key for each service that works off queues, by its name. Its sender has it, too, and Redis does not. */
export type QueueKeys = Readonly<Record<string, string>>;

/** What a seal is about: all of a message that has an effect, or that its spans are filed under. */
interface Sealable {
  outboxId: string;
  traceparent?: string | undefined;
  event: unknown;
}

/**
 * Returns the seal of a message: its HMAC under the key of the consumer. What can write to Redis and has no key cannot make one.
 *
 * The name of the queue is part of it, so that a message on another queue is none.
 *
 * @throws Error there is no key of that consumer
 */
export function sealOf(keys: QueueKeys, queue: QueueName, message: Sealable): string {
  const key = keyFor(keys, queue, message.event);
  if (key === undefined) throw new Error(`there is no key for the consumer of a message on ${queue}`);
  return macOf(key, queue, message);
}

/** Returns whether the seal was made for this queue and this message. */
export function isSealed(keys: QueueKeys, queue: QueueName, message: Sealable & { seal?: unknown }): boolean {
  const key = keyFor(keys, queue, message.event);
  if (key === undefined || typeof message.seal !== 'string') return false;
  const [given, right] = [Buffer.from(message.seal), Buffer.from(macOf(key, queue, message))];
  return given.length === right.length && timingSafeEqual(given, right);
}

function macOf(key: string, queue: QueueName, { outboxId, traceparent, event }: Sealable): string {
  const sealed = JSON.stringify([queue, outboxId, traceparent ?? null, event]);
  return createHmac('sha256', key).update(sealed).digest('base64url');
}

/** Events are sealed for the service that works them off. A report comes from such a service, and names it. */
function keyFor(keys: QueueKeys, queue: QueueName, event: unknown): string | undefined {
  const consumer: unknown = queue in consumers ? Reflect.get(consumers, queue) : Reflect.get(Object(event), 'consumer');
  return typeof consumer === 'string' && Object.hasOwn(keys, consumer) ? keys[consumer] : undefined;
}
