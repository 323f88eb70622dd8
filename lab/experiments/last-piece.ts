import { addedToBooks } from '../kit/books.ts';
import { Buyer, fillBaskets } from '../kit/buyer.ts';
import { setStock } from '../kit/stores.ts';
import { about, atMost, inEach, shopExperiment } from './experiment.ts';

const PRODUCT = 'tell-tale-compass-overhead';
const STORE = 'bergen';

export default shopExperiment({
  asks: 'Twenty customers press "Pay" for the last piece at the same moment. How many get it, and how many pay?',
  textbook: 'One store runs low on stock; two customers want the last piece.',
  hypothesis: 'One condition in the statement that takes a piece sells it once; without it several pay for one piece.',
  held: 'The table forbids a negative number in both arms. It does not help a shop that writes what it has computed.',
  guess: { question: 'How many of 20 customers pay for the one piece, without the condition?', arm: 'naive' },
  setup: isQuick => ({
    seconds: isQuick ? 30 : 45,
    rounds: isQuick ? 1 : 4,
    buyers: 20,
    /** For critical requests, of each process of checkout, by `databaseLimits`. */
    connections: 9,
    processes: 1,
    arms: { coordination: 'on', naive: 'off' } as Readonly<Record<string, 'on' | 'off'>>,
  }),
  async inForce(setup, _numbersOf, processesOf) {
    return { ...setup, processes: await processesOf('checkout') };
  },
  async run(arm, { rounds, buyers, arms }, shop) {
    await shop.pattern('coordination', arms[arm] ?? 'on');
    const before = await setStock(PRODUCT, {}, 0);
    let [paid, refused] = [0, 0];
    const sell = async () => {
      const all = Array.from({ length: buyers }, () => new Buyer(shop.url));
      await setStock(PRODUCT, { [STORE]: buyers }, 0); // else the product cannot be put into a basket
      await fillBaskets(all, `/products/${PRODUCT}`);
      for (const buyer of all) await buyer.seePrice();
      await setStock(PRODUCT, { [STORE]: 1 }, 0);
      const purchases = await Promise.all(all.map(buyer => buyer.pay()));
      paid += purchases.filter(({ is }) => is === 'paid').length;
      refused += purchases.filter(({ is }) => is === 'out of stock').length;
    };
    try {
      const { charges } = await addedToBooks(async () => {
        for (let round = 1; round <= rounds; round += 1) await sell();
      });
      return { paid: paid / rounds, charged: charges / rounds, refused: refused / rounds, latenessMs: 0 };
    } finally {
      await setStock(PRODUCT, before, 0);
    }
  },
  predict({ buyers, connections, processes, arms }) {
    const atOnce = Math.min(buyers, connections * processes);
    // On a busy machine the last two of a process may begin after its first has been committed.
    const within = 2 * processes;
    const sold = (coordination: 'on' | 'off') => (coordination === 'on' ? about(1, 0) : about(atOnce, within));
    const refused = (coordination: 'on' | 'off') =>
      coordination === 'on' ? about(buyers - 1, 0) : about(buyers - atOnce, within);
    return [
      {
        what: 'customers who pay for one piece',
        unit: 'customers',
        why: `Checkout has ${connections * processes} connections, and each order holds one from its first statement to its commit. ${atOnce} orders read "1 left" while all of them think, and each writes "0 left".`,
        predicted: inEach(arms, sold),
        claim: { on: 'coordination', off: 'naive', bound: atMost(1) },
        measure: ({ paid }) => paid,
      },
      {
        what: 'charges for one piece',
        unit: 'charges',
        why: 'Each paid order is charged once: the money is right, and the pieces are not there.',
        predicted: inEach(arms, sold),
        claim: { on: 'coordination', off: 'naive', bound: atMost(1) },
        measure: ({ charged }) => charged,
      },
      {
        what: 'customers who are told that there is not enough left',
        unit: 'customers',
        why: `The other ${buyers - 1}; without the condition those that begin when the first order is committed: ${buyers} - ${atOnce}.`,
        predicted: inEach(arms, refused),
        measure: ({ refused }) => refused,
      },
    ];
  },
  questions: [
    [
      'The table says CHECK (available >= 0). Why does it not prevent this?',
      'It stops "available - 1" at 0. The naive code writes 0, the number that it has computed, and 0 is allowed each time.',
    ],
    [
      'What if the naive code wrote "available = available - 1"?',
      'One customer gets the piece, the others an error of the database: right, but for them the shop looks broken.',
    ],
    [
      'A customer loses the piece to another one between the basket and "Pay". Should the basket reserve it?',
      'No: baskets are left standing. Pieces are reserved when the customer pays, and for three minutes after a declined card.',
    ],
  ],
  see: {
    page: 'The answer of the checkout page: "There is not enough left of everything. Nothing was charged."',
    room: 'Orders and charges grow by one for each piece, or by several.',
  },
  changeOne: 'Set `buyers` to 5, fewer than connections: how many pay then?',
  sources: [
    [
      'PostgreSQL: Transaction isolation, Read Committed',
      'https://www.postgresql.org/docs/current/transaction-iso.html#XACT-READ-COMMITTED',
    ],
    ['Bailis and others: Feral concurrency control', 'http://www.bailis.org/papers/feral-sigmod2015.pdf'],
  ],
});
