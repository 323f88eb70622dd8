import { SECOND } from '@watertight/resilience';
import { openLoop } from '../kit/open-loop.ts';
import { stateOf, Visitor } from '../visitor.ts';
import { about, atMost, shopExperiment } from './experiment.ts';

const PRODUCT = '/products/kayak-deck-compass';

/** A page, and whether its product is the last known copy. */
interface Rendered {
  readonly html: string;
  readonly isStale: boolean;
}

/** Renders whatever search answers, as a program does that takes the contract for granted. */
async function renderNaively(searchUrl: string): Promise<Rendered> {
  const answer = await fetch(searchUrl + PRODUCT, { signal: AbortSignal.timeout(5 * SECOND) });
  const { name, description } = (await answer.json()) as { name: string; description: string };
  return { html: `<h1>${name}</h1><p>${description}</p>`, isStale: false };
}

export default shopExperiment({
  asks: 'Another team deploys, and half of the answers of search have a new shape. What do visitors read?',
  textbook: 'Fallacy 6: there is one administrator.',
  hypothesis:
    'A caller that checks each answer against the contract shows its last copy; one that does not shows "undefined".',
  held: 'Identity is off in both arms, so that a reader without a key of the shop can ask search. Both arms call the same search under the same fault, with the same draws. The breaker for search is off: after five wrong answers in a row it would replace the right ones too. The reader calls a port of search that containers do not publish, so this needs npm start.',
  guess: { question: 'What percentage of pages says "undefined" without the check?', arm: 'no check' },
  maxLatenessMs: 500, // shares do not depend on when exactly a page is requested
  setup: isQuick => ({
    seconds: isQuick ? 15 : 25,
    perSecond: 20,
    forMs: isQuick ? 5 * SECOND : 10 * SECOND,
    wrongPercent: 50,
    arms: { 'contract check': 'storefront', 'no check': 'naive reader' } as Readonly<
      Record<string, 'storefront' | 'naive reader'>
    >,
  }),
  async run(arm, { perSecond, forMs, wrongPercent, arms }, shop) {
    const searchUrl = await shop.innerUrl('search');
    const visitor = new Visitor(shop.url);
    const readPage = async (): Promise<Rendered> => {
      const page = await visitor.open(PRODUCT);
      return { html: page.html, isStale: stateOf(page, 'product') === 'stale' };
    };
    await readPage(); // so that the storefront has a copy
    await shop.pattern('identity', 'off');
    await shop.patternOf('storefront', 'search', 'breaker', 'off');
    const fault = { mode: 'wrong-shape', percent: wrongPercent, seed: 1, 'match.route': '/products/:slug' };
    await shop.fault('search', 'garbage', { ...fault, forMs: forMs + 10 * SECOND });
    const counts = { undefined: 0, stale: 0 };
    const call = async () => {
      const { html, isStale } = await (arms[arm] === 'storefront' ? readPage() : renderNaively(searchUrl));
      if (html.includes('undefined')) counts.undefined += 1;
      if (isStale) counts.stale += 1;
    };
    const { latenessMs } = await openLoop({ perSecond, forMs, call });
    const percent = (count: number) => (100 * count * SECOND) / (perSecond * forMs);
    return { undefinedPercent: percent(counts.undefined), stalePercent: percent(counts.stale), latenessMs };
  },
  predict({ perSecond, forMs, wrongPercent }) {
    const pages = (perSecond * forMs) / SECOND;
    const threeDeviations = Math.ceil(3 * Math.sqrt((wrongPercent * (100 - wrongPercent)) / pages));
    const drawn = about(wrongPercent, threeDeviations);
    return [
      {
        what: 'pages that say "undefined"',
        unit: '%',
        why: `${wrongPercent} % of the answers have no name and no description, and a program that does not check shows what it gets. The storefront never shows an answer against the contract.`,
        predicted: { 'contract check': about(0, 0), 'no check': drawn },
        claim: { on: 'contract check', off: 'no check', bound: atMost(0) },
        measure: ({ undefinedPercent }) => undefinedPercent,
      },
      {
        what: 'pages with the last copy of the product',
        unit: '%',
        why: `The same ${wrongPercent} %, ± three standard deviations of ${pages} draws. A wrong shape is not retried: the next answer of the same release has it too.`,
        predicted: { 'contract check': drawn },
        measure: ({ stalePercent }) => stalePercent,
      },
    ];
  },
  questions: [
    [
      'Would a type of the compiler not prevent this?',
      'No. It describes the answer of the day on which the caller was built; the other team deploys later. Only a check of each answer sees what has arrived.',
    ],
    [
      'Which changes may another team make without asking?',
      'Those that add: unknown fields of an answer are ignored. A field that is removed, renamed or of another type breaks its readers.',
    ],
    [
      'What does the breaker do in a real shop?',
      'A wrong shape is a failure like an error. After five in a row it opens, and for 30 s all visitors see the last copy.',
    ],
  ],
  see: {
    page: 'While it runs, reload <http://localhost:8080/products/kayak-deck-compass?xray>: half of the pages say that the product is a copy, and X-ray says "an answer against its contract".',
    room: 'The fault *garbage* at [search](http://localhost:8081/?at=storefront.search), and the failures of `search` while it answers each request with 200.',
    trace: 'The attempt at search has status 200, and `call search` still has the outcome fallback.',
  },
  changeOne: 'Set `wrongPercent` to 10. What share of pages says "undefined" then, and how wide is its tolerance?',
  sources: [
    [
      'Ian Robinson, Consumer-Driven Contracts (2006)',
      'https://martinfowler.com/articles/consumerDrivenContracts.html',
    ],
    ['Martin Fowler, Tolerant Reader (2011)', 'https://martinfowler.com/bliki/TolerantReader.html'],
  ],
});
