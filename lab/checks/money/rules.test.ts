import type { Books } from './books/books.ts';
import { isCardNumber } from './card-data.ts';
import type { Exchange } from './history.ts';
import { judge } from './play.ts';
import type { Run } from './rules/rule.ts';

const ID = '00000000-0000-4000-8000-000000000001';
const REFUND = '00000000-0000-4000-8000-000000000002';
const OTHER = '00000000-0000-4000-8000-000000000003';
const ORDER = '00000000-0000-4000-8000-000000000004';

const exchange = (change: Partial<Exchange> = {}): Exchange => ({
  kind: 'charge',
  key: 'order-1-txn-1',
  path: '/charge-card',
  asked: {},
  askedAtMs: 1000,
  answeredAtMs: 1100,
  answer: { status: 201, replayed: false, text: `{"id":"${ID}","amount":"99.99"}` },
  ...change,
});
const replay = (change: Partial<Exchange> = {}) =>
  exchange({
    askedAtMs: 2000,
    answeredAtMs: 2050,
    answer: { status: 201, replayed: true, text: `{"id":"${ID}","amount":"99.99"}` },
    ...change,
  });
const problem = (status: number, code: string, text = `{"code":"${code}","chargeId":"${ID}"}`) => ({
  status,
  code,
  replayed: true,
  text,
});

const capture = { reference: ID, status: 'captured', amountMinor: 9999, currency: 'USD', refundedMinor: 1000 } as const;
const charge = {
  id: ID,
  key: 'order-1-txn-1',
  orderId: ORDER,
  status: 'captured',
  amountMinor: 9999,
  currency: 'USD',
  refundedMinor: 1000,
  bookedMinor: 8999,
} as const;
const refund = { reference: REFUND, chargeId: ID, amountMinor: 1000 };
const order = {
  id: ORDER,
  status: 'shipped',
  amountMinor: 9999,
  linesMinor: 9999,
  versions: { 'wt-2001': 1 },
  pieces: 1,
  shippedPieces: 1,
};
const shelf = {
  productId: 'wt-2001',
  storeId: 'cork',
  received: 3,
  available: 2,
  reserved: 0,
  sold: 1,
  heldByOrders: 0,
  soldToOrders: 1,
};
const event = (queue: string) => ({ id: queue, queue, orderId: ORDER, acknowledged: true });

/** One paid order, shipped and learnt, of which a part went back. */
const books: Books = {
  captures: [capture],
  bankRefunds: [refund],
  charges: [charge],
  refunds: [{ ...refund, status: 'refunded' }],
  orders: [order],
  shelves: [shelf],
  shipments: [{ id: OTHER, status: 'claimed', storeId: 'cork', productId: 'wt-2001', quantity: 12 }],
  events: [event('ship-order'), event('learn-order')],
  learnt: [{ productId: 'wt-2001', pieces: 1 }],
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
    asked: { priceVersions: { 'wt-2001': 1 } },
    answer: { status: 201, replayed: false, text: `{"id":"${ORDER}"}` },
  }),
  exchange({
    kind: 'claim',
    key: OTHER,
    asked: { storeId: 'cork' },
    answer: { status: 200, replayed: false, text: '{}' },
  }),
];
const whole: Run = { exchanges, books, unsettled: [], fallen: [], cardData: [] };
const having = (change: Partial<Books>): Run => ({ ...whole, books: { ...books, ...change } });
const seen = (...more: Exchange[]): Run => ({ ...whole, exchanges: [...exchanges, ...more] });
const rulesOf = (run: Run) => judge(run).map(({ rule }) => rule);

describe('a card number', () => {
  it.each(['4242424242424242', '5555555555554444', '378282246310005', '6011111111111117'])('is known: %s', digits => {
    expect(isCardNumber(digits)).toBe(true);
  });
  it.each(['4242424242424241', '1764093600000000'])('is not %s', digits => {
    expect(isCardNumber(digits)).toBe(false);
  });
});

describe('the rules of money and stock', () => {
  it('hold for a paid order of which a part went back', () => {
    expect(judge(whole)).toEqual([]);
  });

  it.each<[string, Run, string]>([
    ['a charge is still under way', { ...whole, unsettled: ['1 under way in payment'] }, 'nothing is under way'],
    ['a process that ended by itself', { ...whole, fallen: ['payment-1 ended with 1: …'] }, 'no process ends unless'],
    ['a token in a log', { ...whole, cardData: ['a log of payment-1: tok_visa'] }, 'no card stands anywhere'],
    [
      'two charges of one order',
      having({ charges: [charge, { ...charge, id: OTHER, key: 'order-1-txn-2' }] }),
      'per key and per order at most one',
    ],
    [
      'a capture without a row',
      having({ captures: [capture, { ...capture, reference: OTHER }] }),
      'ledger and bank hold the same charges',
    ],
    ['a row without a capture', having({ captures: [] }), 'ledger and bank hold the same charges'],
    [
      'another amount at the bank',
      having({ captures: [{ ...capture, amountMinor: 9998 }] }),
      'ledger and bank hold the same charges',
    ],
    ['a refund that only the bank made', having({ refunds: [] }), 'ledger and bank hold the same refunds'],
    ['an entry too many', having({ charges: [{ ...charge, bookedMinor: 9999 }] }), 'the ledger’s entries add up'],
    ['a 201 for what was never captured', seen(exchange({ answer: told201(OTHER) })), 'every 201 that a client saw'],
    [
      'a 402 for what was captured',
      seen(exchange({ key: 'other', answer: problem(402, 'card-declined') })),
      'no 402 and no cancellation',
    ],
    [
      'a refund that was told and never made',
      seen(exchange({ kind: 'refund', key: 'refund-2', answer: told201(OTHER) })),
      'every refund that a client was told of',
    ],
    ['an order that is paid and was not captured', having({ charges: [], captures: [] }), 'an order is paid when'],
    [
      'an order given up and captured',
      having({ orders: [{ ...order, status: 'cancelled' }] }),
      'an order is paid when',
    ],
    [
      'a price that nobody stated',
      having({ orders: [{ ...order, versions: { 'wt-2001': 2 } }] }),
      'an order costs what',
    ],
    ['a total that is not its lines', having({ orders: [{ ...order, linesMinor: 1 }] }), 'an order costs what'],
    ['a piece too few', having({ shelves: [{ ...shelf, available: 1 }] }), 'available + reserved + sold'],
    ['a hold without an order', having({ shelves: [{ ...shelf, available: 1, reserved: 1 }] }), 'available + reserved'],
    [
      'a shipment that was received and lies on no shelf',
      having({ shipments: books.shipments.map(each => ({ ...each, status: 'received' })) }),
      'a shelf has received',
    ],
    [
      'a shipment of two stores',
      seen(exchange({ kind: 'claim', key: OTHER, asked: { storeId: 'dover' }, answer: told201(OTHER, 200) })),
      'a shipment has one owner',
    ],
    ['an event that was never written', having({ events: [event('ship-order')] }), 'each paid order was told once'],
    [
      'an event written twice',
      having({ events: [...books.events, { ...event('ship-order'), id: 'twice' }] }),
      'each paid order was told once',
    ],
    [
      'an event nobody acknowledged',
      having({ events: books.events.map(each => ({ ...each, acknowledged: false })) }),
      'no event was lost or handled twice',
    ],
    [
      'pieces shipped twice',
      having({ orders: [{ ...order, shippedPieces: 2 }] }),
      'no event was lost or handled twice',
    ],
    ['pieces learnt twice', having({ learnt: [{ productId: 'wt-2001', pieces: 2 }] }), 'no event was lost or handled'],
    ['an answer after 16 s', seen(replay({ answeredAtMs: 18_000 })), 'every request ends within 15 s'],
    ['a 500', seen(exchange({ answer: { status: 500, replayed: false, text: '' } })), 'no answer is a 500'],
    [
      'two final answers to one key',
      seen(replay({ answer: problem(402, 'card-declined', '{}') })),
      'all final answers to one key are the same bytes',
    ],
    ['a replay that is not marked', seen(exchange({ askedAtMs: 3000, answeredAtMs: 3100 })), 'exactly the replays'],
    [
      'a key in progress for 8 s',
      seen(
        exchange({ key: 'slow', askedAtMs: 0, answeredAtMs: 10, answer: problem(409, 'request-in-progress') }),
        exchange({ key: 'slow', askedAtMs: 8000, answeredAtMs: 8010, answer: problem(409, 'request-in-progress') }),
      ),
      'no charge is "in progress"',
    ],
  ])('find %s', (_, run, rule) => {
    expect(rulesOf(run)).toContainEqual(expect.stringContaining(rule));
  });
});

function told201(id: string, status = 201) {
  return { status, replayed: true, text: `{"id":"${id}","amount":"99.99"}` };
}
