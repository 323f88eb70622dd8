import { z } from 'zod';
import { Basket, Line, MAX_QUANTITY, Quantity } from './basket.ts';
import { contractFor } from './endpoint.ts';
import { role } from './role.ts';
import { Money } from './money.ts';
import { ProductId, Slug, Timestamp, Uuid } from './names.ts';
import { Address, MAX_ORDER_SECRETS, OrderSecret, PlaceOrder } from './place-order.ts';
import { ChangePrice, Price } from './prices.ts';
import { Harbour, Shipment, Stock, StockBefore, StockCount, Store } from './stores.ts';
import { OrderComparison } from './order-comparison.ts';

export { Basket, Harbour, Line, MAX_QUANTITY, Shipment, Stock, StockBefore, StockCount, Store };
export { Address, CardToken, MAX_ORDER, MAX_ORDER_SECRETS, OrderSecret, PlaceOrder } from './place-order.ts';
export { ChangedPrice, ChangePrice, Price } from './prices.ts';

/** `missing` of the problem `out-of-stock`: what all stores together have less of than is wanted. */
export const MissingPieces = z.object({ productId: ProductId, name: z.string(), wanted: z.int(), available: z.int() });
export type MissingPieces = z.infer<typeof MissingPieces>;

/** `heldUntil` of the problem `card-declined`: how long the pieces stay reserved for another card; null if they were released. */
export const HeldUntil = Timestamp.nullable();
export type HeldUntil = z.infer<typeof HeldUntil>;

export const Delivery = z.object({
  /** The store's name, and its address below /stores. */
  store: z.string(),
  storeId: Slug,
  pieces: z.int(),
  status: z.enum(['packing', 'shipped']),
  shippedAt: Timestamp.nullable(),
});

export const Order = z
  .object({
    id: Uuid,
    /** `charging` while the bank has not said: it will be settled, and never charged twice. */
    status: z.enum(['reserved', 'charging', 'confirmed', 'shipped', 'cancelled']),
    /** Why the last card was refused. While the order is reserved, another card pays it; once canceled, it makes a new order. */
    declineReason: z.string().nullable(),
    placedAt: Timestamp,
    lines: z.array(Line),
    total: Money,
    deliverTo: Address,
    card: z.object({ brand: z.string(), last4: z.string() }).nullable(),
    deliveries: z.array(Delivery),
  })
  .meta({ id: 'Order' });
export type Order = z.infer<typeof Order>;

const basketParams = z.object({ basketId: Uuid });
const lineParams = z.object({ basketId: Uuid, productId: ProductId });

export const checkout = contractFor(['storefront'], {
  readBasket: {
    method: 'GET',
    path: '/baskets/:basketId',
    summary: 'A basket; one never seen is empty, not missing.',
    repeatable: 'always',
    params: basketParams,
    answers: { 200: Basket },
  },
  countBasket: {
    method: 'GET',
    path: '/baskets/:basketId/count',
    summary: 'How many pieces a basket holds: the badge in the masthead.',
    repeatable: 'always',
    params: basketParams,
    answers: { 200: z.object({ count: z.int() }) },
  },
  addLine: {
    method: 'POST',
    path: '/baskets/:basketId/lines',
    summary:
      'Puts pieces of a product into a basket, once per key; adds to what is there. A repeat is answered with the basket as it is now.',
    repeatable: 'with-key',
    params: basketParams,
    body: z.strictObject({ productId: ProductId, quantity: Quantity }),
    answers: { 200: Basket },
    problems: [
      'product-not-sold',
      'basket-full',
      'idempotency-key-missing',
      'idempotency-key-invalid',
      'idempotency-key-reused',
    ],
  },
  changeLine: {
    method: 'PUT',
    path: '/baskets/:basketId/lines/:productId',
    summary: 'Sets how many pieces of a product a basket holds; 0 takes the line out.',
    repeatable: 'always',
    params: lineParams,
    body: z.strictObject({ quantity: z.int().min(0).max(MAX_QUANTITY, `at most ${MAX_QUANTITY} of one thing`) }),
    answers: { 200: Basket },
    problems: ['product-not-sold'],
  },
  moveBasket: {
    method: 'POST',
    path: '/baskets/:basketId/move',
    summary:
      'Moves the lines of a basket into one with another id, which only the visitor knows; refused while they are being paid.',
    repeatable: 'always', // nothing is left to be moved by the second request
    params: basketParams,
    body: z.strictObject({ to: Uuid }),
    answers: { 204: null },
    problems: ['basket-already-ordered'],
  },
  readStock: {
    method: 'GET',
    path: '/stock/:productId',
    mayBeCalledBy: ['storefront', 'control-room'],
    summary: 'Price now, and in which harbours a product lies: the nearest to the store `near` first.',
    repeatable: 'always',
    params: z.object({ productId: ProductId }),
    query: z.object({ near: Slug.optional() }),
    answers: { 200: Stock },
    problems: ['product-not-sold'],
  },
  countStock: {
    method: 'PUT',
    path: '/stock/:productId',
    mayBeCalledBy: role.shopkeeper,
    summary:
      'Sets how many pieces of a product lie in each store that is named, and in every other one if `elsewhere` is given. Only with the ops token.',
    repeatable: 'never', // it sets what was counted a moment ago, and orders take pieces meanwhile
    params: z.object({ productId: ProductId }),
    body: StockCount,
    answers: { 200: StockBefore },
    problems: ['product-not-sold', 'store-not-found'],
  },
  changePrice: {
    method: 'PUT',
    path: '/prices/:productId',
    mayBeCalledBy: role.shopkeeper,
    summary:
      'Gives a product its next price in every store, unless another client has; the same again is answered like the first time. Only with the ops token; `If-Match` names the version it replaces, `ETag` the new one.',
    repeatable: 'always', // the version after the one named is made once, however often it is requested
    conditional: true,
    params: z.object({ productId: ProductId }),
    body: ChangePrice,
    answers: { 200: Price },
    problems: ['product-not-sold', 'price-changed', 'precondition-required'],
  },
  placeOrder: {
    method: 'POST',
    path: '/orders',
    summary: 'Reserves stock, charges the card once, confirms; 202 while the bank has not said.',
    repeatable: 'with-key',
    body: PlaceOrder,
    answers: { 201: Order, 202: Order },
    problems: [
      'card-declined',
      'price-changed',
      'out-of-stock',
      'order-too-large',
      'stock-contended',
      'basket-empty',
      'basket-already-ordered',
      'idempotency-key-missing',
      'idempotency-key-invalid',
      'idempotency-key-reused',
      'request-in-progress',
      'payment-unavailable',
    ],
  },
  countOrders: {
    method: 'GET',
    path: '/orders/count',
    mayBeCalledBy: ['visitors'],
    summary: 'How many orders are paid, and of how many the bank has not answered; names no customer.',
    repeatable: 'always',
    answers: { 200: z.object({ paid: z.int(), underWay: z.int() }).meta({ id: 'OrderCount' }) },
  },
  readComparison: {
    method: 'GET',
    path: '/orders/comparison',
    mayBeCalledBy: ['visitors', 'control-room'],
    summary:
      'Paid orders without a captured charge, and captured charges without a paid order, when they were compared last.',
    repeatable: 'always',
    answers: { 200: OrderComparison },
  },
  readOrder: {
    method: 'POST',
    path: '/orders/:orderId/read',
    summary:
      'An order, for its customer only; one without a customer, for a caller that has its secret. For any other there is none. POST, because a secret in an address would stand in logs.',
    repeatable: 'always',
    params: z.object({ orderId: Uuid }),
    body: z.strictObject({
      customerId: Uuid.optional(),
      secrets: z.array(OrderSecret).max(MAX_ORDER_SECRETS).default([]),
    }),
    answers: { 200: Order },
    problems: ['order-not-found'],
  },
  readCustomersOrder: {
    method: 'GET',
    path: '/orders/:orderId',
    summary:
      'The same for customers, as storefronts of the release before request it; the next release has it no more.',
    repeatable: 'always',
    params: z.object({ orderId: Uuid }),
    query: z.object({ customerId: Uuid.optional() }),
    answers: { 200: Order },
    problems: ['order-not-found'],
  },
  listStores: {
    method: 'GET',
    path: '/stores',
    mayBeCalledBy: ['storefront', 'control-room'],
    summary: 'The hundred harbours, by name.',
    repeatable: 'always',
    answers: { 200: z.object({ stores: z.array(Store) }).meta({ id: 'Stores' }) },
  },
  readStore: {
    method: 'GET',
    path: '/stores/:storeId',
    mayBeCalledBy: ['storefront', 'control-room'],
    summary: 'One harbour store with what lies there, and the shipments on their way to it.',
    repeatable: 'always',
    params: z.object({ storeId: Slug }),
    answers: {
      200: Store.extend({
        stock: z.array(z.object({ productId: ProductId, slug: Slug, name: z.string(), available: z.int() })),
        incoming: z.array(Shipment.extend({ slug: Slug, name: z.string() })),
      }).meta({ id: 'StoreWithStock' }),
    },
    problems: ['store-not-found'],
  },
  listShipments: {
    method: 'GET',
    path: '/shipments',
    mayBeCalledBy: role.shopkeeper,
    summary: 'Up to 100 shipments no store has claimed yet, oldest first.',
    repeatable: 'always',
    answers: { 200: z.object({ shipments: z.array(Shipment) }).meta({ id: 'Shipments' }) },
  },
  sendAgain: {
    method: 'POST',
    path: '/outbox/send-again',
    mayBeCalledBy: ['control-room'],
    summary:
      'Sends all events again that were put aside because their consumers failed on them. Only with the ops token.',
    repeatable: 'always',
    answers: { 200: z.object({ events: z.int() }).meta({ id: 'SentAgain' }) },
  },
  raiseShipment: {
    method: 'POST',
    path: '/shipments',
    mayBeCalledBy: role.shopkeeper,
    summary: 'Raises a shipment of a product, or answers the one that is open. Only with the ops token.',
    repeatable: 'always',
    body: z.strictObject({ productId: ProductId }),
    answers: { 200: Shipment },
    problems: ['product-not-sold'],
  },
  claimShipment: {
    method: 'POST',
    path: '/shipments/:shipmentId/claim',
    mayBeCalledBy: role.shopkeeper,
    summary: 'Gives a shipment to exactly one store; the same store may ask again.',
    repeatable: 'always',
    params: z.object({ shipmentId: Uuid }),
    body: z.strictObject({ storeId: Slug }),
    answers: { 200: Shipment },
    problems: ['shipment-not-found', 'shipment-claimed', 'store-not-found'],
  },
  receiveShipment: {
    method: 'POST',
    path: '/shipments/:shipmentId/receive',
    mayBeCalledBy: role.shopkeeper,
    summary: 'Puts a claimed shipment on the shelf of the store that claimed it, once.',
    repeatable: 'always',
    params: z.object({ shipmentId: Uuid }),
    body: z.strictObject({ storeId: Slug }),
    answers: { 200: Shipment },
    problems: ['shipment-not-found', 'shipment-claimed', 'shipment-not-claimed'],
  },
});
