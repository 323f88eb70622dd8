import { DAY, type Retention } from '@watertight/service-kit';

/** What checkout does not keep for ever. Orders, their lines, deliveries and prices stay. */
export const retention: readonly Retention[] = [
  // One form is one addition to a basket for as long as a browser keeps its page open.
  { table: 'idempotency_keys', since: 'created_at', keptMs: 1 * DAY },
  // Until then an acknowledged event shows what other services were sent, and when.
  { table: 'outbox', since: 'acknowledged_at', keptMs: 7 * DAY },
  // Longer than an event is sent again: one that comes after that would take effect twice.
  { table: 'inbox', since: 'received_at', keptMs: 30 * DAY },
  // The charge of a key outlives it: payment keeps it for ever, so a later repeat cannot charge again (decision 12).
  {
    table: 'order_keys',
    since: 'made_at',
    keptMs: 30 * DAY,
    where: `NOT EXISTS (SELECT FROM orders WHERE orders.id = order_keys.order_id AND status = 'charging')`,
  },
  // Storefronts of the version before set cookies for 400 days; those of now, for 90 after the last addition.
  {
    table: 'baskets',
    since: 'changed_at',
    keptMs: 400 * DAY,
    where: 'NOT EXISTS (SELECT FROM orders WHERE orders.basket_id = baskets.id)',
  },
];
