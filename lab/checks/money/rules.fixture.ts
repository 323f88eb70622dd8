import type { Books } from './books/books.ts';
import type { Exchange } from './history.ts';
import type { Run } from './rules/rule.ts';
import { CALLER } from './client.ts';

export const ID = '00000000-0000-4000-8000-000000000001';
const REFUND = '00000000-0000-4000-8000-000000000002';
export const OTHER = '00000000-0000-4000-8000-000000000003';
export const ORDER = '00000000-0000-4000-8000-000000000004';
const PAID = '00000000-0000-4000-8000-000000000005';
export const BASKET = '00000000-0000-4000-8000-000000000006';

export const exchange = (change: Partial<Exchange> = {}): Exchange => ({
  kind: 'charge',
  key: 'order-1-txn-1',
  path: '/charge-card',
  body: {},
  requestedAtMs: 1000,
  answeredAtMs: 1100,
  answer: { status: 201, replayed: false, text: `{"id":"${ID}","amount":"99.99"}` },
  ...change,
});
export const replay = (change: Partial<Exchange> = {}) =>
  exchange({
    requestedAtMs: 2000,
    answeredAtMs: 2050,
    answer: { status: 201, replayed: true, text: `{"id":"${ID}","amount":"99.99"}` },
    ...change,
  });
export const problem = (status: number, code: string, text = `{"code":"${code}","chargeId":"${ID}"}`) => ({
  status,
  code,
  replayed: true,
  text,
});

export const capture = {
  reference: ID,
  status: 'captured',
  amountMinor: 9999,
  currency: 'USD',
  refundedMinor: 1000,
  memo: null,
} as const;
export const orderCapture = {
  ...capture,
  reference: PAID,
  refundedMinor: 0,
  memo: { orderId: ORDER, caller: 'checkout', key: `order-${ORDER}-txn-1` },
} as const;
export const charge = {
  id: ID,
  caller: CALLER,
  key: 'order-1-txn-1',
  orderId: 'order-1',
  status: 'captured',
  amountMinor: 9999,
  currency: 'USD',
  refundedMinor: 1000,
  bookedMinor: 8999,
} as const;
export const orderCharge = {
  ...charge,
  id: PAID,
  ...orderCapture.memo,
  refundedMinor: 0,
  bookedMinor: 9999,
} as const;
const refund = { reference: REFUND, chargeId: ID, amountMinor: 1000 };
export const order = {
  id: ORDER,
  basketId: BASKET,
  status: 'shipped',
  amountMinor: 9999,
  linesMinor: 9999,
  versions: { 'wt-2001': 1 },
  pieces: 1,
  shippedPieces: 1,
};
export const shelf = {
  productId: 'wt-2001',
  storeId: 'cork',
  received: 3,
  available: 2,
  reserved: 0,
  sold: 1,
  heldByOrders: 0,
  soldToOrders: 1,
};
export const event = (queue: string) => ({ id: queue, queue, orderId: ORDER, acknowledged: true });

/** One charge of which a part went back, and one paid order, shipped and learnt. */
export const books: Books = {
  captures: [capture, orderCapture],
  bankRefunds: [refund],
  charges: [charge, orderCharge],
  refunds: [{ ...refund, status: 'refunded' }],
  orders: [order],
  shelves: [shelf],
  shipments: [{ id: OTHER, status: 'claimed', storeId: 'cork', productId: 'wt-2001', quantity: 12 }],
  events: [event('ship-order'), event('learn-order')],
  learnt: [{ productId: 'wt-2001', pieces: 1 }],
  handled: ['(learn-order,2026-01-01)'],
};
const exchanges = [
  exchange(),
  replay(),
  exchange({
    kind: 'refund',
    key: 'refund-1',
    answer: { status: 201, replayed: false, text: `{"id":"${REFUND}","amount":"10.00"}` },
  }),
  exchange({
    kind: 'order',
    key: 'pay-1',
    body: { basketId: BASKET, priceVersions: { 'wt-2001': 1 } },
    answer: { status: 201, replayed: false, text: `{"id":"${ORDER}"}` },
  }),
  exchange({
    kind: 'claim',
    key: OTHER,
    body: { storeId: 'cork' },
    answer: { status: 200, replayed: false, text: '{}' },
  }),
];
export const whole: Run = { exchanges, lostCommits: [], books, unsettled: [], fallen: [], cardData: [] };
export const having = (change: Partial<Books>): Run => ({ ...whole, books: { ...books, ...change } });
export const seen = (...more: Exchange[]): Run => ({ ...whole, exchanges: [...exchanges, ...more] });

export function answerWithId(id: string, status = 201) {
  return { status, replayed: true, text: `{"id":"${id}","amount":"99.99"}` };
}
