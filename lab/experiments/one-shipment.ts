import { raceForShipment, setStock } from '../kit/stores.ts';
import { about, atMost, inEach, shopExperiment } from './experiment.ts';

const PRODUCT = 'tell-tale-compass-overhead';
/** More than a store is low at, so that no store of the demo claims a shipment by itself. */
const ENOUGH_PIECES = 5;

export default shopExperiment({
  asks: 'A hundred stores claim one shipment at the same moment. How many are told that it is theirs?',
  textbook: 'Two stores compete for one shipment.',
  hypothesis:
    'A condition in the statement that writes leaves one owner; reading first and writing then leaves several.',
  held: 'Both arms use a database transaction, at its default isolation level. It is the condition that decides.',
  guess: {
    question: 'How many of 100 stores are told that the shipment is theirs, without the condition?',
    arm: 'naive',
  },
  setup: isQuick => ({
    seconds: isQuick ? 8 : 25,
    rounds: isQuick ? 5 : 20,
    /** For critical requests, of each process of checkout, by `databaseLimits`. */
    connections: 9,
    processes: 1,
    arms: { coordination: 'on', naive: 'off' } as Readonly<Record<string, 'on' | 'off'>>,
  }),
  async inForce(setup, _numbersOf, processesOf) {
    return { ...setup, processes: await processesOf('checkout') };
  },
  async run(arm, { rounds, arms }, shop) {
    await shop.pattern('coordination', arms[arm] ?? 'on');
    const before = await setStock(PRODUCT, {}, ENOUGH_PIECES);
    let [owners, received] = [0, 0];
    try {
      for (let round = 1; round <= rounds; round += 1) {
        const race = await raceForShipment(PRODUCT);
        owners += race.owners.length;
        received += race.received.length;
      }
    } finally {
      await setStock(PRODUCT, before, 0);
    }
    return { ownersPerShipment: owners / rounds, inVainPerShipment: (owners - received) / rounds, latenessMs: 0 };
  },
  predict({ connections, processes, arms }) {
    const atOnce = connections * processes;
    const owners = (coordination: 'on' | 'off') => (coordination === 'on' ? about(1, 0) : about(atOnce, processes));
    const inVain = (coordination: 'on' | 'off') => (coordination === 'on' ? about(0, 0) : about(atOnce - 1, processes));
    return [
      {
        what: 'stores that are told that a shipment is theirs',
        unit: 'stores',
        why: `Checkout has ${atOnce} connections, and a naive claim holds one while it thinks: ${atOnce} claims read "open" before the first of them is committed. The next claim waits for a connection, and reads "claimed".`,
        predicted: inEach(arms, owners),
        claim: { on: 'coordination', off: 'naive', bound: atMost(1) },
        measure: ({ ownersPerShipment }) => ownersPerShipment,
      },
      {
        what: 'stores that wait for it in vain',
        unit: 'stores',
        why: `The shipment arrives at the store that has overwritten all others: ${atOnce} - 1 were told so and get nothing.`,
        predicted: inEach(arms, inVain),
        claim: { on: 'coordination', off: 'naive', bound: atMost(0) },
        measure: ({ inVainPerShipment }) => inVainPerShipment,
      },
    ];
  },
  questions: [
    [
      'Both arms use a transaction. Why is that not enough?',
      'READ COMMITTED protects no row that a transaction has only read. The second writer waits for the first, and then overwrites it.',
    ],
    [
      'Why 9 and not 100?',
      'The pool of connections limits how many claims run at once. With two processes of checkout it is 18: more machines, more owners.',
    ],
    [
      'Would SERIALIZABLE be right too?',
      'Yes: all but one get an error and must begin again. The condition needs one statement, and tells each loser which store has it.',
    ],
  ],
  see: {
    page: '`npm run shop low <store> <product>`, then <http://localhost:8080/stores>: a store has pieces "coming".',
    room: 'The switch *coordination* among the patterns of the whole shop.',
  },
  changeOne:
    'Open the shop with `npm start -- --replicas checkout=2`, two processes of checkout. How many owners then?',
  sources: [
    [
      'PostgreSQL: Transaction isolation, Read Committed',
      'https://www.postgresql.org/docs/current/transaction-iso.html#XACT-READ-COMMITTED',
    ],
    ['Berenson and others: A critique of ANSI SQL isolation levels (lost update)', 'https://arxiv.org/abs/cs/0701157'],
  ],
});
