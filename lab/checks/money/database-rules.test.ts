import type { Books } from './books/books.ts';
import { checkRules } from './check-shop.ts';
import {
  BASKET,
  books,
  capture,
  charge,
  exchange,
  having,
  order,
  orderCapture,
  orderCharge,
  OTHER,
  problem,
  replay,
  seen,
  answerWithId,
} from './rules.fixture.ts';
import type { Run } from './rules/rule.ts';

const rulesOf = (run: Run) => checkRules(run).map(({ rule }) => rule);

const nothing = (kind: 'charge' | 'order', key: string) =>
  exchange({
    kind,
    key,
    once: true,
    body: { basketId: OTHER },
    answer: problem(
      503,
      kind === 'order' ? 'payment-unavailable' : 'ledger-unavailable',
      `{"code":"${kind === 'order' ? 'payment-unavailable' : 'ledger-unavailable'}","orderId":"${OTHER}"}`,
    ),
  });
const onceCharge = { ...charge, id: OTHER, orderId: 'once-1', key: 'once-1' };
const onceCapture = { ...capture, reference: OTHER };
const otherOrder = { ...order, id: OTHER, basketId: OTHER };
const otherCharge = { ...orderCharge, id: OTHER, orderId: OTHER, key: `order-${OTHER}-txn-1` };
const otherCapture = {
  ...orderCapture,
  reference: OTHER,
  memo: { ...orderCapture.memo, orderId: OTHER, key: 'other' },
};

const more = ({ charges = [], captures = [], orders = [] }: Partial<Books>): Partial<Books> => ({
  charges: [...books.charges, ...charges],
  captures: [...books.captures, ...captures],
  orders: [...books.orders, ...orders],
});

describe('the rules of money, when each database fails on its own', () => {
  it.each<[string, Run, string]>([
    [
      'the only form of a basket taken for one that has paid before',
      seen(
        exchange({
          kind: 'order',
          key: 'the only form',
          body: { basketId: 'a basket of its own', cardToken: 'tok_visa' },
          filledAtMs: 500,
          answer: problem(402, 'card-declined', '{"declineReason":"this form was used for another payment before"}'),
        }),
      ),
      'a form that is sent again after lost commits',
    ],
    [
      'a good card that was declined',
      seen(
        exchange({
          kind: 'order',
          body: { basketId: BASKET, cardToken: 'tok_visa' },
          answer: problem(402, 'card-declined', `{"code":"card-declined","orderId":"${OTHER}"}`),
        }),
      ),
      'an order is declined only for a card that the bank declines',
    ],
    [
      'a charge of a client that was answered "nothing was charged" and never came back',
      {
        ...seen(nothing('charge', 'once-1')),
        books: { ...books, ...more({ charges: [onceCharge], captures: [onceCapture] }) },
      },
      'a client that was answered "nothing was charged"',
    ],
    [
      'the same where only the bank has a record of it',
      {
        ...seen(nothing('charge', 'once-1')),
        books: {
          ...books,
          ...more({
            captures: [{ ...onceCapture, memo: { orderId: 'once-1', caller: 'money-check', key: 'once-1' } }],
          }),
        },
      },
      'a client that was answered "nothing was charged"',
    ],
    [
      'an order of such a client that is paid',
      { ...seen(nothing('order', 'pay-2')), books: { ...books, ...more({ orders: [otherOrder] }) } },
      'an order whose customer was answered "nothing was charged"',
    ],
    [
      'an order of such a client that was canceled and captured',
      { ...seen(nothing('order', 'pay-2')), books: { ...books, ...more({ charges: [otherCharge] }) } },
      'an order whose customer was answered "nothing was charged"',
    ],
    [
      'a charge of an order that does not exist',
      having(more({ charges: [otherCharge], captures: [{ ...otherCapture, memo: null }] })),
      'every charge that checkout made belongs to a paid order',
    ],
    [
      'a capture that the ledger does not have',
      having(more({ captures: [onceCapture] })),
      'whatever took money at the bank is in the ledger',
    ],
    [
      'two captures with one order in their memos',
      having(more({ captures: [{ ...orderCapture, reference: OTHER }] })),
      'per order and per key at most one capture at the bank',
    ],
    [
      'two captures with one key in the ledger',
      having({ captures: [capture, onceCapture], charges: [charge, { ...charge, id: OTHER, orderId: 'order-2' }] }),
      'per order and per key at most one capture at the bank',
    ],
    [
      'a basket that is paid again after its first order was lost',
      {
        ...seen(exchange({ kind: 'order', key: 'pay-1', body: { basketId: BASKET }, answer: answerWithId(OTHER) })),
        books: { ...books, ...more({ captures: [otherCapture] }) },
      },
      'a basket is paid once',
    ],
    ['a replay whose row is lost', having({ charges: [orderCharge] }), 'what a key is answered is what its row'],
    [
      'a decline that the ledger has as captured',
      seen(replay({ answer: problem(402, 'card-declined') })),
      'what a key is answered is what its row',
    ],
    ['an order that was reported and is not there', having({ orders: [] }), 'a key that is answered with an order'],
    ['a refund that was reported and is not there', having({ refunds: [] }), 'a key that is answered with an order'],
  ])('find %s', (_, run, rule) => {
    expect(rulesOf(run)).toContainEqual(expect.stringContaining(rule));
  });

  it('hold for a charge of a lost order that went back', () => {
    const refunded = { refundedMinor: 9999, bookedMinor: 0 };
    const run = having({
      ...more({
        charges: [{ ...otherCharge, ...refunded }],
        captures: [{ ...otherCapture, memo: null, refundedMinor: 9999 }],
      }),
    });
    expect(checkRules(run)).toEqual([]);
  });
});
