import { SECOND } from '@watertight/resilience';
import { ejection } from '@watertight/service-kit/client';
import { classifyPage } from '../kit/classify-page.ts';
import { openLoop } from '../kit/open-loop.ts';
import { stateOf, Visitor } from '../visitor.ts';
import { about, atMost, inEach, shopExperiment } from './experiment.ts';
import type { OpenShop } from './open-shop.ts';

const PRODUCT = '/products/kayak-deck-compass';

/** Makes the storefront's patterns new, so that nothing is measured or known, and each page makes one attempt. */
async function withoutRetries(shop: OpenShop): Promise<void> {
  await shop.restartPatterns('storefront');
  await shop.patternOf('storefront', 'search', 'retry', 'off');
}

/** Freezes Postgres, and returns what a visitor gets who has seen the page before. */
async function pageWithoutPostgres(shop: OpenShop) {
  await withoutRetries(shop);
  const visitor = new Visitor(shop.url);
  await visitor.open(PRODUCT);
  await shop.process('postgres', 'freeze');
  try {
    const page = await visitor.open(PRODUCT);
    const isStale = stateOf(page, 'product') === 'stale';
    return { staleAfterS: isStale ? page.endMs / SECOND : Infinity, unhealthy: await shop.unhealthy() };
  } finally {
    await shop.process('postgres', 'thaw');
  }
}

/** Returns how many requests leave for the hung replica until enough have failed, and how many try it after that. */
function untilEjected({
  perSecond,
  forMs,
  replicas,
  limitMs,
}: Record<'perSecond' | 'forMs' | 'replicas' | 'limitMs', number>) {
  const everyMs = (replicas * SECOND) / perSecond; // they are called in turn
  const lastLeavesAtS = ((ejection.failures - 1) * everyMs) / SECOND;
  const ejectedAtMs = lastLeavesAtS * SECOND + limitMs;
  const trials = ejectedAtMs + ejection.firstMs < forMs ? 1 : 0;
  return { lastLeavesAtS, asked: Math.floor(ejectedAtMs / everyMs) + 1, trials };
}

export default shopExperiment({
  asks: 'One of two replicas of search hangs while its health check is green. How many pages lose their results?',
  textbook: 'A gray failure: the health check sees a healthy replica, and the callers see one that fails.',
  hypothesis:
    'The breaker never opens, because the other replica answers in between. Ejection counts each address for itself, and ends it after five failures.',
  held: 'Retries and balancing are off in both arms: one would ask the other replica, one would call the busy one less often, and the hang would be hidden.',
  guess: { question: 'What percentage of pages loses its results without ejection?', arm: 'no ejection' },
  maxLatenessMs: 200, // the time between two requests; what counts is their order
  replicas: { search: 2 },
  setup: isQuick => ({
    seconds: isQuick ? 38 : 50,
    perSecond: 5,
    forMs: isQuick ? 15 * SECOND : 20 * SECOND,
    replicas: 2,
    limitMs: 1 * SECOND,
    arms: { ejection: 'on', 'no ejection': 'off' } as Readonly<Record<string, 'on' | 'off'>>,
  }),
  async inForce(setup, numbersOf, processesOf) {
    const { untilMeasuredMs: limitMs = setup.limitMs } = await numbersOf('storefront', 'search');
    return { ...setup, limitMs, replicas: await processesOf('search') };
  },
  async run(arm, { perSecond, forMs, arms }, shop) {
    await withoutRetries(shop);
    await shop.pattern('balancing', 'off');
    await shop.pattern('ejection', arms[arm] ?? 'on');
    await shop.fault('search-2', 'hang', { forMs: forMs + 10 * SECOND });
    let lost = 0;
    const call = async (n: number) => {
      // Each word once: the last known results of a word would stand in for lost ones.
      const page = await new Visitor(shop.url).open(`/search?q=winch+${arm.length}${n}`).catch(() => undefined);
      if (page === undefined || classifyPage(page).is !== 'whole') lost += 1;
    };
    const { latenessMs } = await openLoop({ perSecond, forMs, call });
    const [refused, unhealthy] = [await shop.refused('storefront', 'search'), await shop.unhealthy()];
    await shop.stopFaults();
    const frozen = await pageWithoutPostgres(shop);
    const lostPercent = (100 * lost * SECOND) / (perSecond * forMs);
    return { lostPercent, refused, ...frozen, unhealthy: unhealthy + frozen.unhealthy, latenessMs };
  },
  predict(setup) {
    const { perSecond, forMs, replicas, limitMs, arms } = setup;
    const pages = (perSecond * forMs) / SECOND;
    const percent = (lost: number) => (100 * lost) / pages;
    const { lastLeavesAtS, asked, trials } = untilEjected(setup);
    return [
      {
        what: 'result pages that lose their results',
        unit: '%',
        why: `One request in ${replicas} goes to the hung replica: ${Math.round(pages / replicas)} of ${pages}. Number ${ejection.failures} of them leaves after ${lastLeavesAtS} s and fails ${limitMs / SECOND} s later; until then ${asked} have left. One more tries it ${ejection.firstMs / SECOND} s after that: ${asked + trials} of ${pages}.`,
        predicted: inEach(arms, arm =>
          arm === 'on' ? about(percent(asked + trials), percent(2)) : about(100 / replicas, percent(2)),
        ),
        claim: { on: 'ejection', off: 'no ejection', bound: atMost(20) },
        measure: ({ lostPercent }) => lostPercent,
      },
      {
        what: 'requests that the breaker refuses',
        unit: 'requests',
        why: 'It would open after five failures in a row. The healthy replica answers between any two of them.',
        predicted: inEach(arms, () => about(0, 0)),
        measure: ({ refused }) => refused,
      },
      {
        what: 'Postgres frozen: until a page shows its last copy',
        unit: 's',
        why: `The visitor has seen the page before. Search hangs with its database; its caller gives up after ${limitMs / SECOND} s. Both replicas share the database, so ejection does not help: the copy does.`,
        predicted: inEach(arms, () => about(limitMs / SECOND, 0.5)),
        measure: ({ staleAfterS }) => staleAfterS,
      },
      {
        what: 'processes whose health check is red',
        unit: 'processes',
        why: 'Read while the replica hangs, and again while Postgres is frozen. A health check asks whether the process lives. Were it red for a frozen database, an orchestrator would restart all processes, and repair nothing.',
        predicted: inEach(arms, () => about(0, 0)),
        measure: ({ unhealthy }) => unhealthy,
      },
    ];
  },
  questions: [
    [
      'The shop has retries. What does a visitor notice of the hung replica?',
      'A page that waits for the limit and then gets its results from the other replica. Ejection saves the wait, and the load of a second attempt.',
    ],
    [
      'Why does no health check find the hung replica?',
      'It is another route in the same process. What matters to a caller is only seen on the way that the caller uses.',
    ],
  ],
  see: {
    page: 'Reload <http://localhost:8080/search?q=winch&xray> while it runs: without ejection every second page waits for a second.',
    room: 'All processes are ready at <http://localhost:8081>, and the breaker of storefront → search is closed.',
    trace: 'Attempts of 1 s that end with `TimeoutError`, all with the same `server.port`.',
  },
  changeOne: 'Open the shop with `--replicas search=3`. Which share of pages is lost in each arm?',
  sources: [
    [
      'Peng Huang and others, Gray Failure: The Achilles’ Heel of Cloud-Scale Systems (2017)',
      'https://www.microsoft.com/en-us/research/wp-content/uploads/2017/06/paper-1.pdf',
    ],
    ['Envoy, Outlier detection', 'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/outlier'],
  ],
});
