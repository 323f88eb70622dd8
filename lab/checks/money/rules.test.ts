import { isCardNumber } from './card-data.ts';
import { checkRules } from './check-shop.ts';
import {
  books,
  capture,
  charge,
  event,
  exchange,
  having,
  order,
  orderCapture,
  orderCharge,
  OTHER,
  problem,
  replay,
  seen,
  shelf,
  answerWithId,
  whole,
} from './rules.fixture.ts';
import type { Run } from './rules/rule.ts';

describe('a card number', () => {
  it.each(['4242424242424242', '5555555555554444', '378282246310005', '6011111111111117'])('is known: %s', digits => {
    expect(isCardNumber(digits)).toBe(true);
  });
  it.each(['4242424242424241', '1764093600000000'])('is not %s', digits => {
    expect(isCardNumber(digits)).toBe(false);
  });
});

describe('the rules of money and stock', () => {
  it('hold for a paid order, and for a charge of which a part went back', () => {
    expect(checkRules(whole)).toEqual([]);
  });

  it.each<[string, Run, string]>([
    ['a charge is still under way', { ...whole, unsettled: ['1 under way in payment'] }, 'nothing is under way'],
    ['a process that ended by itself', { ...whole, fallen: ['payment-1 ended with 1: …'] }, 'no process ends unless'],
    ['a token in a log', { ...whole, cardData: ['a log of payment-1: tok_visa'] }, 'no card stands anywhere'],
    [
      'two charges of one order',
      having({ charges: [charge, { ...charge, id: OTHER, key: 'order-1-txn-2' }, orderCharge] }),
      'per key and per order at most one',
    ],
    [
      'a capture without a row',
      having({ captures: [...books.captures, { ...capture, reference: OTHER }] }),
      'ledger and bank hold the same charges',
    ],
    ['a row without a capture', having({ captures: [] }), 'ledger and bank hold the same charges'],
    [
      'another amount at the bank',
      having({ captures: [{ ...capture, amountMinor: 9998 }, orderCapture] }),
      'ledger and bank hold the same charges',
    ],
    ['a refund that only the bank made', having({ refunds: [] }), 'ledger and bank hold the same refunds'],
    [
      'an entry too many',
      having({ charges: [{ ...charge, bookedMinor: 9999 }, orderCharge] }),
      'the ledger’s entries add up',
    ],
    [
      'a 201 for what was never captured',
      seen(exchange({ answer: answerWithId(OTHER) })),
      'every 201 that a client saw',
    ],
    [
      'a 402 for what was captured',
      seen(exchange({ key: 'other', answer: problem(402, 'card-declined') })),
      'no 402 and no cancellation',
    ],
    [
      'a refund that was reported and never made',
      seen(exchange({ kind: 'refund', key: 'refund-2', answer: answerWithId(OTHER) })),
      'every refund that a client was answered',
    ],
    [
      'an order whose charge went back in part',
      having({ charges: [charge, { ...orderCharge, refundedMinor: 1 }] }),
      'an order is paid when',
    ],
    [
      'an order that is paid and was not captured',
      having({ charges: [charge], captures: [capture] }),
      'an order is paid when',
    ],
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
      seen(exchange({ kind: 'claim', key: OTHER, body: { storeId: 'dover' }, answer: answerWithId(OTHER, 200) })),
      'a shipment has one owner',
    ],
    ['an event that was never written', having({ events: [event('ship-order')] }), 'each paid order has one event'],
    [
      'an event written twice',
      having({ events: [...books.events, { ...event('ship-order'), id: 'twice' }] }),
      'each paid order has one event',
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
    ['a replay that is not marked', seen(exchange({ requestedAtMs: 3000, answeredAtMs: 3100 })), 'exactly the replays'],
    [
      'a key in progress for 8 s',
      seen(
        exchange({ key: 'slow', requestedAtMs: 0, answeredAtMs: 10, answer: problem(409, 'request-in-progress') }),
        exchange({ key: 'slow', requestedAtMs: 8000, answeredAtMs: 8010, answer: problem(409, 'request-in-progress') }),
      ),
      'no charge is "in progress"',
    ],
  ])('find %s', (_, run, rule) => {
    expect(checkRules(run)).toContainEqual(expect.objectContaining({ rule: expect.stringContaining(rule) }));
  });
});
