import { openCallee } from '../kit/callee.ts';
import { openLoop } from '../kit/open-loop.ts';
import { median } from '../kit/statistics.ts';
import { about, atMost, experiment, inEach } from './experiment.ts';

const DELAY_MS = 50;
const ROUNDS = 5;

/** Reads all products, given how one request is sent; resolves when the last has come. */
type Way = (request: () => Promise<void>, products: number) => Promise<unknown>;
const oneByOne: Way = async (request, products) => {
  for (let product = 0; product < products; product += 1) await request();
};
const together: Way = (request, products) => Promise.all(Array.from({ length: products }, request));
const oneRequest: Way = request => request();

/** A way, and how many times it waits for the network. */
const arms = {
  'one request': { read: oneRequest, waits: () => 1 },
  together: { read: together, waits: () => 1 },
  'one by one': { read: oneByOne, waits: (products: number) => products },
} as const;

export default experiment({
  asks: 'A page reads 24 products over a network of 50 ms. How long does that take?',
  textbook: 'Fallacy 2: latency is zero.',
  hypothesis: 'What counts is how often the page waits for the network, one after the other; not how much it reads.',
  held: 'The service answers every request after 50 ms, however many come at once. No pattern is in the way.',
  guess: { question: 'How many milliseconds do 24 products take, read one by one?', arm: 'one by one' },
  see: {
    trace: 'A page of results is one call; the sections of a product page begin together and end each for itself.',
  },
  changeOne: 'Set `DELAY_MS` to 1, as in one data center: from how many products on does a visitor notice?',
  sources: [
    [
      'Fallacies of distributed computing explained, A. Rotem-Gal-Oz',
      'https://arnon.me/wp-content/uploads/Files/fallacies.pdf',
    ],
  ],
  setup: () => ({ seconds: 7, products: 24, arms }),
  async run(arm, { products, arms }) {
    await using callee = await openCallee(response => void setTimeout(() => response.end(), DELAY_MS));
    const { read } = arms[arm as keyof typeof arms];
    const request = () => callee.ask(AbortSignal.timeout(10_000));
    const tookMs: number[] = [];
    const rounds = async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const startMs = performance.now();
        await read(request, products);
        tookMs.push(performance.now() - startMs);
      }
    };
    // Beside the requests, so that a machine too busy to keep the time is noticed.
    const [{ latenessMs }] = await Promise.all([
      openLoop({ perSecond: 50, forMs: 1000, call: () => Promise.resolve() }),
      rounds(),
    ]);
    return { ms: median(tookMs), latenessMs };
  },
  predict({ products, arms }) {
    return [
      {
        what: 'until all products are there',
        unit: 'ms',
        why: `Waits × delay: ${products} × ${DELAY_MS} = ${products * DELAY_MS} ms one by one; 1 × ${DELAY_MS} ms together or in one request. Each wait is some milliseconds longer for the machine itself.`,
        predicted: inEach(arms, ({ waits }) =>
          about(waits(products) * DELAY_MS, 0.25 * waits(products) * DELAY_MS + 15),
        ),
        claim: { on: 'one request', off: 'one by one', bound: atMost(4 * DELAY_MS) },
        measure: ({ ms }) => ms,
      },
    ];
  },
  questions: [
    [
      'Together and in one request take the same time. Why does the shop still send one request?',
      'Together they are 24 requests for the service, 24 permits of its bulkhead, and the page waits for the slowest of 24: with 1 slow answer in 100, that is more than 1 page in 5.',
    ],
  ],
});
