import { SECOND } from '@watertight/resilience';
import { classifyPage } from '../kit/classify-page.ts';
import { openLoop } from '../kit/open-loop.ts';
import { Visitor } from '../visitor.ts';
import { about, atMost, shopExperiment } from './experiment.ts';

/** What a visitor opens in turn, and whether the page has comments. */
const pages = [
  { path: '/', hasComments: false },
  { path: '/products/kayak-deck-compass', hasComments: true },
  { path: '/search?q=winch', hasComments: false },
  { path: '/journal/what-a-bulkhead-is-for', hasComments: true },
  { path: '/stores', hasComments: false },
];

export default shopExperiment({
  asks: 'The comments hang. How many pages can people still read?',
  textbook: 'The article loads, with "Comments unavailable right now." Without a fallback: "Error: page unavailable".',
  hypothesis:
    'With the fallback every page comes, some without comments; without it each page that has comments fails.',
  held: 'Timeouts and breakers stay on, so that pages fail in both shops at the same moments and not after minutes.',
  guess: { question: 'What percentage of pages fails without the fallback?', arm: 'no fallback' },
  setup: isQuick => ({
    seconds: isQuick ? 14 : 44,
    perSecond: 10,
    forMs: isQuick ? 5 * SECOND : 20 * SECOND,
    pages,
    arms: { fallback: 'on', 'no fallback': 'off' } as Readonly<Record<string, 'on' | 'off'>>,
  }),
  async run(arm, { perSecond, forMs, pages, arms }, shop) {
    await shop.pattern('fallback', arms[arm] ?? 'on');
    await shop.fault('comments', 'hang', { forMs: forMs + 10 * SECOND });
    const counts = { whole: 0, degraded: 0, failed: 0 };
    const call = async (n: number) => {
      const { path } = pages[n % pages.length] ?? { path: '/' };
      const result = await new Visitor(shop.url).open(path).then(
        page => classifyPage(page).is,
        () => 'failed' as const,
      );
      counts[result] += 1;
    };
    const { latenessMs } = await openLoop({ perSecond, forMs, call });
    const percent = (count: number) => (100 * count * SECOND) / (perSecond * forMs);
    return { failedPercent: percent(counts.failed), degradedPercent: percent(counts.degraded), latenessMs };
  },
  predict({ pages }) {
    const [all, withComments] = [pages.length, pages.filter(({ hasComments }) => hasComments).length];
    const share = (100 * withComments) / all;
    return [
      {
        what: 'pages that fail',
        unit: '%',
        why: `${withComments} of ${all} pages have comments: ${share} %. A page that awaits them without a fallback fails with them.`,
        predicted: { fallback: about(0, 0), 'no fallback': about(share, 0) },
        claim: { on: 'fallback', off: 'no fallback', bound: atMost(0) },
        measure: ({ failedPercent }) => failedPercent,
      },
      {
        what: 'pages without comments, otherwise whole',
        unit: '%',
        why: 'The same pages: each says "Comments unavailable right now." in their place.',
        predicted: { fallback: about(share, 0), 'no fallback': about(0, 0) },
        measure: ({ degradedPercent }) => degradedPercent,
      },
    ];
  },
  questions: [
    [
      'Why does no page wait longer with the fallback than without?',
      'A fallback decides what a visitor gets when a call has failed; how long that takes, the timeout and the breaker decide.',
    ],
  ],
  see: {
    page: 'While it runs, reload <http://localhost:8080/journal/what-a-bulkhead-is-for?xray>: one sentence replaces the comments, or the page is an error.',
    room: 'The strip at the top of <http://localhost:8081> is of visitors, which the experiment has sent home; the map shows comments.',
    trace:
      '`call comments` with `watertight.outcome` fallback under a page that is 200; without the fallback the page is 503.',
  },
  changeOne: 'Take the article out of `pages`. Which share fails without the fallback then?',
  sources: [
    [
      'Site Reliability Engineering, chapter 22, Addressing Cascading Failures',
      'https://sre.google/sre-book/addressing-cascading-failures/',
    ],
    [
      'Jacob Gabrielson, Avoiding fallback in distributed systems (2019)',
      'https://aws.amazon.com/builders-library/avoiding-fallback-in-distributed-systems/',
    ],
  ],
});
