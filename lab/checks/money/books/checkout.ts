import type { RealShop } from '../../../kit/real-shop.ts';
import { minor } from './minor.ts';

export interface Order {
  id: string;
  basketId: string;
  status: string;
  amountMinor: number;
  /** Of its lines at the versions it was made with. */
  linesMinor: number;
  versions: Record<string, number>;
  pieces: number;
  shippedPieces: number;
}

export interface Shelf {
  productId: string;
  storeId: string;
  received: number;
  available: number;
  reserved: number;
  sold: number;
  /** What the orders say that is on it. */
  heldByOrders: number;
  soldToOrders: number;
}

export interface Event {
  id: string;
  queue: string;
  orderId: string | null;
  acknowledged: boolean;
}

export interface Shipment {
  id: string;
  status: string;
  storeId: string | null;
  productId: string;
  quantity: number;
}

export async function checkoutBooks(shop: Pick<RealShop, 'query'>) {
  const [orders, shelves, shipments, events] = await Promise.all([
    shop.query<Order>('checkout', ORDERS),
    shop.query<Shelf>('checkout', SHELVES),
    shop.query<Shipment>(
      'checkout',
      `SELECT id, status, store_id AS "storeId", product_id AS "productId", quantity FROM shipments`,
    ),
    shop.query<Event>('checkout', EVENTS),
  ]);
  return { orders, shelves, shipments, events };
}

const ORDERS = `
  SELECT o.id, o.basket_id AS "basketId", o.status, ${minor('o.amount_minor', 'amountMinor')}, ${minor('sum(l.quantity * p.amount_minor)', 'linesMinor')},
    jsonb_object_agg(l.product_id, l.price_version) AS versions, sum(l.quantity)::int AS pieces,
    coalesce((SELECT sum(pieces) FROM deliveries d WHERE d.order_id = o.id), 0)::int AS "shippedPieces"
  FROM orders o
  JOIN order_lines l ON l.order_id = o.id
  JOIN prices p ON p.product_id = l.product_id AND p.version = l.price_version
  GROUP BY o.id`;

const SHELVES = `
  SELECT s.product_id AS "productId", s.store_id AS "storeId", received, available, reserved, sold,
    coalesce(sum(r.quantity) FILTER (WHERE o.status IN ('reserved', 'charging')), 0)::int AS "heldByOrders",
    coalesce(sum(r.quantity) FILTER (WHERE o.status IN ('confirmed', 'shipped')), 0)::int AS "soldToOrders"
  FROM stock s
  LEFT JOIN reservations r ON r.product_id = s.product_id AND r.store_id = s.store_id
  LEFT JOIN orders o ON o.id = r.order_id
  GROUP BY s.product_id, s.store_id`;

const EVENTS = `
  SELECT id, queue, event->>'orderId' AS "orderId", acknowledged_at IS NOT NULL AS acknowledged FROM outbox`;
