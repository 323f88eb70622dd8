import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND, seeded } from '@watertight/resilience';
import { Buyer, fillBaskets } from '../kit/buyer.ts';
import { openLoop } from '../kit/open-loop.ts';
import { setPrice } from '../kit/stores.ts';
import { about, atMost, inEach, shopExperiment } from './experiment.ts';

const PRODUCT = 'enamel-mug-white-with-blue-rim';

export default shopExperiment({
  asks: 'A price changes every 2 s while customers read it and think. How many pay another price than they saw?',
  textbook: 'A price is the same in all stores.',
  hypothesis:
    'With a version beside each price no customer is charged a price that was not shown; without it half of them are.',
  held: 'One database holds the price of all stores in both arms. The time that passes on the page is what differs.',
  setup: isQuick => ({
    seconds: isQuick ? 30 : 60,
    buyers: isQuick ? 40 : 100,
    perSecond: 10,
    changeEveryMs: 2 * SECOND,
    /** Each customer thinks for a time between 0 and this. */
    longestThoughtMs: 2 * SECOND,
    arms: { coordination: 'on', naive: 'off' } as Readonly<Record<string, 'on' | 'off'>>,
  }),
  guess: {
    question: ({ buyers }) => `How many of ${buyers} customers pay another price than they saw, without the check?`,
    arm: 'naive',
  },
  async run(arm, { buyers, perSecond, changeEveryMs, longestThoughtMs, arms }, shop) {
    await shop.pattern('coordination', arms[arm] ?? 'on');
    const random = seeded(7);
    const all = Array.from({ length: buyers }, () => new Buyer(shop.url));
    await fillBaskets(all, `/products/${PRODUCT}`);
    const firstPrice = (await all[0]?.seePrice()) ?? NaN;
    const counts = { asShown: 0, otherwise: 0, refused: 0 };
    const buy = async (n: number) => {
      const buyer = all[n - 1];
      if (buyer === undefined) return;
      const seen = await buyer.seePrice();
      await sleep(random() * longestThoughtMs);
      const purchase = await buyer.pay();
      if (purchase.is === 'price changed') counts.refused += 1;
      if (purchase.is === 'paid') counts[purchase.amountMinor === seen ? 'asShown' : 'otherwise'] += 1;
    };
    const changes = new RepeatedChange(changeEveryMs, n => setPrice(PRODUCT, firstPrice + n));
    const { latenessMs } = await openLoop({ perSecond, forMs: (buyers * SECOND) / perSecond, call: buy });
    await changes.end();
    await setPrice(PRODUCT, firstPrice);
    return { ...counts, latenessMs };
  },
  predict({ buyers, changeEveryMs, longestThoughtMs, arms }) {
    // A thought of t meets a change with probability t ÷ period, at most 1; the mean over all thoughts from 0 to the longest.
    const ratio = longestThoughtMs / changeEveryMs;
    const share = ratio <= 1 ? ratio / 2 : 1 - 1 / (2 * ratio);
    const changed = buyers * share;
    // Three standard deviations, and 50 ms that a page and an order take beside the thought.
    const within = Math.ceil(3 * Math.sqrt(buyers * share * (1 - share)) + (buyers * 50) / changeEveryMs);
    const only = (position: 'on' | 'off') =>
      inEach(arms, coordination => (coordination === position ? about(changed, within) : about(0, 0)));
    return [
      {
        what: 'customers who pay another price than they saw',
        unit: 'customers',
        why: `A thought of t seconds meets a change with probability t ÷ ${changeEveryMs / SECOND}, at most 1; thoughts are 0 to ${longestThoughtMs / SECOND} s long, so ${Math.round(100 * share)} % of ${buyers}. The check compares the version that was shown with that of now.`,
        predicted: only('off'),
        claim: { on: 'coordination', off: 'naive', bound: atMost(0) },
        measure: ({ otherwise }) => otherwise,
      },
      {
        what: 'customers who are shown both prices and pay nothing',
        unit: 'customers',
        why: 'The same customers: the shop asks them again in place of charging them.',
        predicted: only('on'),
        measure: ({ refused }) => refused,
      },
      {
        what: 'customers who pay what they saw',
        unit: 'customers',
        why: 'All others, in both arms: the check refuses only where a price has changed.',
        predicted: inEach(arms, () => about(buyers - changed, within)),
        measure: ({ asShown }) => asShown,
      },
    ];
  },
  questions: [
    [
      'How do a hundred stores get the new price at the same moment?',
      'They have no copies: one row holds the price for all. With a copy of 60 s in each store, 50 of 100 are wrong 30 s after a change.',
    ],
    [
      'Why a version, and not the amount?',
      'A price may change and change back. A version never comes again, and an order that names it can be checked years later.',
    ],
    [
      'Two employees change the price at once. Who wins?',
      'The one whose request comes first. The other one named a version that is no longer the last, and gets 412 with the new price.',
    ],
  ],
  see: {
    page: 'Open the checkout page, `npm run shop price enamel-mug-white-with-blue-rim 1950`, press "Pay": old and new price.',
  },
  changeOne:
    'Set `longestThoughtMs` to 6 s: three changes in the longest thought. What share is predicted, and why not 150 %?',
  sources: [
    ['RFC 9110, 13.1.1: If-Match and the lost update', 'https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1'],
  ],
});

/** Makes a change at each of its times until it ends. */
class RepeatedChange {
  private readonly timer: NodeJS.Timeout;
  private latest: Promise<unknown> = Promise.resolve();

  constructor(everyMs: number, change: (n: number) => Promise<unknown>) {
    let n = 0;
    this.timer = setInterval(() => {
      n += 1;
      this.latest = this.latest.then(() => change(n));
      this.latest.catch(() => undefined); // `end` rejects with it
    }, everyMs);
  }

  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.latest;
  }
}
