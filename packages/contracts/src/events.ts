import { z } from 'zod';
import { Money } from './money.ts';
import { ProductId, Timestamp, Uuid } from './names.ts';

/** An order was paid. Version 1. */
export const OrderConfirmed = z
  .object({
    version: z.literal(1),
    orderId: Uuid,
    at: Timestamp,
    lines: z.array(z.object({ productId: ProductId, quantity: z.int() })),
  })
  .meta({ id: 'OrderConfirmed' });
export type OrderConfirmed = z.infer<typeof OrderConfirmed>;

/** A paid order left a store with few pieces of something. Version 1. */
export const StockLow = z.object({ version: z.literal(1), orderId: Uuid }).meta({ id: 'StockLow' });
export type StockLow = z.infer<typeof StockLow>;

/** A price was set. `priceVersion` grows per product, so an event that arrives late changes nothing. */
export const PriceChanged = z
  .object({ version: z.literal(1), productId: ProductId, price: Money, priceVersion: z.int() })
  .meta({ id: 'PriceChanged' });
export type PriceChanged = z.infer<typeof PriceChanged>;

/** A consumer has made the effect of an outbox row lasting. */
export const Acknowledged = z
  .object({ version: z.literal(1), outboxId: Uuid, consumer: z.string() })
  .meta({ id: 'Acknowledged' });
export type Acknowledged = z.infer<typeof Acknowledged>;

/** A consumer has tried a message as often as it does, and failed each time on the message itself. */
export const MessageFailed = z
  .object({ version: z.literal(1), outboxId: Uuid, consumer: z.string(), reason: z.string().max(300) })
  .meta({ id: 'MessageFailed' });
export type MessageFailed = z.infer<typeof MessageFailed>;

/**
 * What may happen later: queue name → event, one queue per consumer, so that one that is down holds up no other.
 *
 * A job's data is `{ outboxId, traceparent?, event }`; its id is the outbox row's, so that sending it twice adds it once. The
 * row's id follows from the queue and what the event is about, so that writing it twice is one event too.
 */
export const queues = {
  /** checkout → checkout: hand the parcels to the carrier. */
  'ship-order': OrderConfirmed,
  /** checkout → recommendations: learn what was bought together. */
  'learn-order': OrderConfirmed,
  /** checkout → checkout: offer a shipment of what is low to the stores. */
  'raise-shipments': StockLow,
  /** checkout → search: keep the copy of the price. */
  'update-price': PriceChanged,
  /** any consumer → checkout: the outbox row is done. */
  acknowledge: Acknowledged,
  /** any consumer → checkout: it cannot work on the outbox row. No acknowledgement, which an older checkout would take it for. */
  'report-failure': MessageFailed,
} as const;
export type QueueName = keyof typeof queues;

/** The service that works off each queue of events. */
export const consumers = {
  'ship-order': 'checkout',
  'learn-order': 'recommendations',
  'raise-shipments': 'checkout',
  'update-price': 'search',
} as const satisfies Partial<Record<QueueName, string>>;
