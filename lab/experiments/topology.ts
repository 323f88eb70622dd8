import { SECOND } from '@watertight/resilience';
import { PASS_OVER_MS } from '@watertight/service-kit/client';
import { classifyPage } from '../kit/classify-page.ts';
import { openLoop } from '../kit/open-loop.ts';
import { Visitor } from '../visitor.ts';
import { about, atMost, shopExperiment } from './experiment.ts';

/** Which replicas are killed, and whether calls are repeated. */
const arms = {
  'two addresses, retries': { killed: ['search-2'], retry: 'on' },
  'two addresses': { killed: ['search-2'], retry: 'off' },
  'one address': { killed: ['search', 'search-2'], retry: 'on' },
} as const;

export default shopExperiment({
  asks: 'One of two replicas of search is killed. How many result pages lose their results?',
  textbook: 'Fallacy 5: topology does not change.',
  hypothesis:
    'With a second address only the pages that try whether the first is back lose their results, and a retry saves those. With one address all lose them.',
  held: 'Ejection and balancing stay on. "One address" kills both replicas: for the callers that is a service with one replica.',
  guess: { question: 'How many pages lose their results with two addresses and no retries?', arm: 'two addresses' },
  maxLatenessMs: 250, // the dead address is tried once a second, whenever exactly requests come
  replicas: { search: 2 },
  setup: isQuick => ({
    seconds: isQuick ? 34 : 50,
    perSecond: 20,
    forMs: isQuick ? 5 * SECOND : 10 * SECOND,
    arms,
  }),
  async run(arm, { perSecond, forMs, arms }, shop) {
    const { killed, retry } = arms[arm as keyof typeof arms];
    await shop.patternOf('storefront', 'search', 'retry', retry);
    for (const replica of killed) await shop.process(replica, 'kill');
    let lost = 0;
    const call = async (n: number) => {
      // Each word once: the last known results of a word would stand in for lost ones.
      const page = await new Visitor(shop.url).open(`/search?q=winch+${arm.length}${n}`).catch(() => undefined);
      if (page === undefined || classifyPage(page).is !== 'whole') lost += 1;
    };
    const { latenessMs } = await openLoop({ perSecond, forMs, call });
    for (const replica of killed) await shop.revive(replica);
    return { lost, latenessMs };
  },
  predict({ perSecond, forMs }) {
    const pages = (perSecond * forMs) / SECOND;
    const everyMs = PASS_OVER_MS + SECOND / perSecond;
    const tries = Math.floor(forMs / everyMs) + 1;
    return [
      {
        what: `result pages of ${pages} that lose their results`,
        unit: 'pages',
        why: `An address that refuses a connection is passed over for ${PASS_OVER_MS / SECOND} s, and the next request after that tries it: each ${everyMs / SECOND} s one of ${pages}, in ${forMs / SECOND} s ${tries}. A retry calls the other address. Without another all ${pages} are lost.`,
        predicted: {
          'two addresses, retries': about(0, 1),
          'two addresses': about(tries, 2),
          'one address': about(pages, 1),
        },
        claim: { on: 'two addresses, retries', off: 'two addresses', bound: atMost(1) },
        measure: ({ lost }) => lost,
      },
    ];
  },
  questions: [
    [
      'A replica is added. Which callers find it?',
      'With `npm start` none, until they are started again: the list is read once. Behind one name in Kubernetes all do, within the 30 s ± 20 % that a connection lives.',
    ],
    [
      'Why is the dead replica tried once a second, and not ejected as one that hangs is?',
      'A refused connection costs a millisecond, a hang the whole limit. And a process that was restarted should not stand idle.',
    ],
  ],
  see: {
    room: 'The map at <http://localhost:8081> shows one replica of search dead; the breaker of storefront → search stays closed.',
    trace:
      'An attempt with `ECONNREFUSED`, a `backoff`, and a second attempt with another `server.port` that succeeds.',
  },
  changeOne: 'Set `perSecond` to 100. How many pages does each arm lose now?',
  sources: [
    [
      'Fallacies of distributed computing explained, A. Rotem-Gal-Oz',
      'https://arnon.me/wp-content/uploads/Files/fallacies.pdf',
    ],
    ['Envoy, Outlier detection', 'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/outlier'],
  ],
});
