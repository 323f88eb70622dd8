import { type Currency, toMinor } from '@watertight/contracts';
import { MAX_ORDER, type Order, type PlaceOrder } from '@watertight/contracts/checkout';
import type { Queries } from '@watertight/service-kit';
import type { StoredBasket } from '../baskets/baskets.ts';
import { coordination } from '../coordination.ts';
import { lineOf, type PricedLine, totalMinor } from '../baskets/lines.ts';
import { reserveStock } from '../stock/reserve-stock.ts';
import { asShown, changedPrices, type SeenVersions } from './check-prices.ts';
import { asShownNaively } from './check-prices-naively.ts';
import {
  BasketAlreadyOrderedError,
  BasketEmptyError,
  OrderTooLargeError,
  PriceChangedError,
} from './order-problems.ts';
import { cancelOrder, type ChargingOrder, chargeAgain, insertOrder, unsettledOrder } from './order-states.ts';
import type { OrderKey } from './order-keys.ts';
import { orderLines } from './orders.ts';

/** An order about to be charged, and how its customer sees it until the bank has said. */
export interface Reserved {
  order: ChargingOrder;
  shown: Order;
}

/**
 * Makes an order of a locked basket, or goes on with the one whose card was refused.
 *
 * `set-free`: what the basket held was not what is wanted now and is available again; commit that, and come again.
 * One transaction that gives back and then takes would lock shelves in two rounds, and meet others in a circle.
 *
 * @throws BasketEmptyError, BasketAlreadyOrderedError, PriceChangedError, OutOfStockError, OrderTooLargeError (409)
 */
export async function reserveOrder(
  tx: Queries,
  key: OrderKey,
  basket: StoredBasket,
  request: PlaceOrder,
): Promise<Reserved | 'set-free'> {
  const held = await unsettledOrder(tx, basket.id);
  if (held === undefined) return makeOrder(tx, key, basket, request);
  if (held.status === 'charging') throw new BasketAlreadyOrderedError(held.id);
  const lines = await orderLines(tx, held.id);
  if (held.basket_version === basket.version && isShown(lines, request.priceVersions)) {
    return reserved(await chargeAgain(tx, key, held.id, request), lines, request);
  }
  await cancelOrder(tx, held.id);
  return 'set-free';
}

async function makeOrder(tx: Queries, key: OrderKey, basket: StoredBasket, request: PlaceOrder): Promise<Reserved> {
  const { lines } = basket;
  if (lines.length === 0) throw await whyEmpty(tx, basket);
  if (!isShown(lines, request.priceVersions)) {
    throw new PriceChangedError(changedPrices(lines, request.priceVersions, await amounts(tx, request.priceVersions)));
  }
  if (totalMinor(lines) > toMinor(MAX_ORDER)) {
    throw new OrderTooLargeError(`${MAX_ORDER.amount} ${MAX_ORDER.currency}`);
  }
  const order = await insertOrder(tx, key, basket, request);
  await reserveStock(tx, { orderId: order.id, wanted: lines, deliverTo: request.deliverTo });
  return reserved(order, lines, request);
}

function isShown(lines: readonly PricedLine[], seen: SeenVersions): boolean {
  return (coordination.isOn ? asShown : asShownNaively)(lines, seen);
}

/** A second tab finds the basket emptied by the first: that is no empty basket to its customer. */
async function whyEmpty(tx: Queries, { id, version }: StoredBasket): Promise<Error> {
  const [order] = await tx.query<{ id: string }>(
    `SELECT id FROM orders WHERE basket_id = $1 AND basket_version = $2 AND status <> 'cancelled'`,
    [id, version - 1],
  );
  return order === undefined ? new BasketEmptyError() : new BasketAlreadyOrderedError(order.id);
}

/** Returns the amount of each version that was shown; a version that never existed has none. */
async function amounts(tx: Queries, seen: SeenVersions) {
  const rows = await tx.query<{ product_id: string; version: number; amount_minor: bigint; currency: Currency }>(
    `SELECT product_id, version, amount_minor FROM prices
     JOIN unnest($1::text[], $2::bigint[]) AS seen (product_id, version) USING (product_id, version)`,
    [Object.keys(seen), Object.values(seen)],
  );
  const byVersion = new Map(rows.map(row => [`${row.product_id} ${row.version}`, row.amount_minor]));
  return (productId: string, version: number) => byVersion.get(`${productId} ${version}`);
}

function reserved(order: ChargingOrder, lines: readonly PricedLine[], { deliverTo }: PlaceOrder): Reserved {
  const shown: Order = {
    id: order.id,
    status: 'charging',
    declineReason: null,
    placedAt: order.placedAt,
    lines: lines.map(lineOf),
    total: order.total,
    deliverTo,
    card: null,
    deliveries: [],
  };
  return { order, shown };
}
