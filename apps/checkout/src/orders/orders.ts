import { type Currency, fromMinor } from '@watertight/contracts';
import type { Address, Order } from '@watertight/contracts/checkout';
import type { Queries } from '@watertight/service-kit';
import { lineOf, type PricedLine } from '../baskets/lines.ts';

interface Row {
  id: string;
  status: Order['status'];
  decline_reason: string | null;
  placed_at: Date;
  amount_minor: bigint;
  currency: Currency;
  deliver_to: Address;
  card_brand: string | null;
  card_last4: string | null;
}

/** An order as its customer sees it; undefined when there is none. */
export async function readOrder(queries: Queries, id: string): Promise<Order | undefined> {
  const [row] = await queries.query<Row>('SELECT * FROM orders WHERE id = $1', [id]);
  if (row === undefined) return undefined;
  const { card_brand: brand, card_last4: last4 } = row;
  return {
    id,
    status: row.status,
    declineReason: row.decline_reason,
    placedAt: row.placed_at.toISOString(),
    lines: (await orderLines(queries, id)).map(lineOf),
    total: fromMinor(row.amount_minor, row.currency),
    deliverTo: row.deliver_to,
    card: brand === null || last4 === null ? null : { brand, last4 },
    deliveries: await deliveriesOf(queries, id),
  };
}

/** Its lines at the prices it was made with, whatever they are now. */
export function orderLines(queries: Queries, orderId: string): Promise<PricedLine[]> {
  return queries.query<PricedLine>(
    `SELECT l.product_id, p.slug, p.name, p.kind, l.quantity, l.price_version, price.amount_minor, price.currency
     FROM order_lines l
     JOIN products p ON p.id = l.product_id
     JOIN prices price ON price.product_id = l.product_id AND price.version = l.price_version
     WHERE l.order_id = $1
     ORDER BY l.product_id`,
    [orderId],
  );
}

async function deliveriesOf(queries: Queries, orderId: string): Promise<Order['deliveries']> {
  const rows = await queries.query<{ store_id: string; store: string; pieces: number; shipped_at: Date | null }>(
    `SELECT d.store_id, s.name AS store, d.pieces, d.shipped_at
     FROM deliveries d JOIN stores s ON s.id = d.store_id
     WHERE d.order_id = $1
     ORDER BY s.name`,
    [orderId],
  );
  return rows.map(({ store_id: storeId, store, pieces, shipped_at: shippedAt }) => ({
    store,
    storeId,
    pieces,
    status: shippedAt === null ? 'packing' : 'shipped',
    shippedAt: shippedAt?.toISOString() ?? null,
  }));
}
