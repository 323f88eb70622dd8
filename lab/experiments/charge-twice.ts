import { SECOND } from '@watertight/resilience';
import { addedToBooks } from '../kit/books.ts';
import { Buyer, fillBaskets } from '../kit/buyer.ts';
import { openLoop } from '../kit/open-loop.ts';
import { about, atMost, inEach, shopExperiment } from './experiment.ts';
import type { OpenShop } from './open-shop.ts';

const PRODUCT = '/products/enamel-mug-white-with-blue-rim';

/** Of the draws of this seed the first strikes and the next five do not: one answer is lost, and that of the retry is not. */
const ONE_LOST = { percent: 50, seed: 101 };
/** Both arms lose the same answers, and never five in a row, which would open a breaker. */
const SEED = 9;

export default shopExperiment({
  asks: 'One answer in five to a charge is lost, and the caller asks again. How many charges are made for the orders?',
  textbook: 'The charge is made and its answer is lost. Retried without an idempotency key, the customer pays twice.',
  hypothesis: 'With a key a retry finds the first charge; without it each lost answer is one more charge.',
  held: 'Retries stay on in both arms: after a lost answer there is no other way to learn what became of the charge.',
  setup: isQuick => ({
    seconds: isQuick ? 100 : 140,
    orders: isQuick ? 30 : 100,
    perSecond: 5,
    lostShare: 0.2,
    attempts: 3,
    arms: { key: 'on', naive: 'off' } as Readonly<Record<string, 'on' | 'off'>>,
  }),
  guess: {
    question: ({ orders }) => `How many charges are made for ${orders} orders without the key?`,
    arm: 'naive',
  },
  async inForce(setup, numbersOf) {
    const { attempts = setup.attempts } = await numbersOf('checkout', 'payment');
    return { ...setup, attempts };
  },
  async run(arm, { orders, perSecond, lostShare, arms }, shop) {
    await shop.pattern('idempotency', arms[arm] ?? 'on');
    const buyers = Array.from({ length: orders + 1 }, () => new Buyer(shop.url));
    await fillBaskets(buyers, PRODUCT);
    for (const buyer of buyers) await buyer.seePrice();
    const ofOne = await losing(shop, ONE_LOST, async () => void (await buyers[0]?.pay()));
    let latenessMs = 0;
    const forMs = (orders * SECOND) / perSecond;
    const ofAll = await losing(shop, { percent: 100 * lostShare, seed: SEED }, async () => {
      ({ latenessMs } = await openLoop({ perSecond, forMs, call: async n => await buyers[n]?.pay() }));
    });
    return { ofOne: ofOne.charges, charges: ofAll.charges, paid: ofAll.orders, latenessMs };
  },
  predict({ orders, lostShare: q, attempts, arms }) {
    const perOrder = (1 - q ** attempts) / (1 - q) + q ** attempts;
    const within = Math.ceil((3 * Math.sqrt(q * orders)) / (1 - q));
    const charges = (key: 'on' | 'off') => (key === 'on' ? about(orders, 0) : about(perOrder * orders, within));
    return [
      {
        what: `charges for ${orders} orders`,
        unit: 'charges',
        why: `Attempt k is made if k - 1 answers were lost: 1 + ${q} + ${q}² … = (1 - q^${attempts}) ÷ (1 - q), and one more by the sweeper if all ${attempts} were lost: ${perOrder.toFixed(3)} for each order.`,
        predicted: inEach(arms, charges),
        claim: { on: 'key', off: 'naive', bound: atMost(orders) },
        measure: seen => seen.charges,
      },
      {
        what: 'charges for one order whose first answer is lost',
        unit: 'charges',
        why: 'The charge whose answer is lost, and the one that the retry makes. With the key the retry gets the answer of the first.',
        predicted: inEach(arms, key => about(key === 'on' ? 1 : 2, 0)),
        claim: { on: 'key', off: 'naive', bound: atMost(1) },
        measure: ({ ofOne }) => ofOne,
      },
      {
        what: 'orders that are paid',
        unit: 'orders',
        why: 'All, in both arms: the customer sees no difference until the statement of the card.',
        predicted: inEach(arms, () => about(orders, 0)),
        measure: ({ paid }) => paid,
      },
    ];
  },
  questions: [
    [
      'Would it help not to retry?',
      'No: one order in five is charged, and the shop does not know it. The next request, of the sweeper or of the customer, charges again.',
    ],
    [
      'Can the caller find out whether the charge was made?',
      'Only by asking the other side, under a name that both know: that name is the key.',
    ],
    [
      'Why does the key belong to the order, and not to the request?',
      'A key made anew for each attempt is a different request for payment. It must be stored before the first attempt is sent.',
    ],
    [
      'The control room now names these orders as paid and not charged. Why?',
      'The naive code writes nothing into the ledger of charges, so the comparison finds orders without one: a person must ask the bank. `npm run reset` deletes them.',
    ],
  ],
  see: {
    room: 'At the top of <http://localhost:8081>, in red, while *idempotency* is off: "charges without an order of their own".',
    trace: 'The trace of such an order has two spans of `POST /charge-card`, the first of them without an answer.',
  },
  changeOne: 'Set `lostShare` to 0.5: how many charges are made, and how many orders need the sweeper?',
  sources: [
    ['Stripe: Designing robust and predictable APIs with idempotency', 'https://stripe.com/blog/idempotency'],
    [
      'IETF draft: The Idempotency-Key HTTP header field',
      'https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/',
    ],
  ],
});

/** Counts what is added to the books while answers to charges are lost. */
const losing = (shop: OpenShop, lost: { percent: number; seed: number }, act: () => Promise<void>) =>
  addedToBooks(async () => {
    await shop.fault('payment', 'lose-response', { ...lost, 'match.route': '/charge-card', forMs: 120 * SECOND });
    await act();
    await shop.stopFaults();
  });
