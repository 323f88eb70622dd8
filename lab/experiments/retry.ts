import { SECOND } from '@watertight/resilience';
import { classifyPage } from '../kit/classify-page.ts';
import { openLoop } from '../kit/open-loop.ts';
import { Visitor } from '../visitor.ts';
import { about, atMost, inEach, shopExperiment } from './experiment.ts';

export default shopExperiment({
  asks: 'One request in ten to the search is lost. How many result pages are incomplete?',
  textbook: 'Fallacy 1: the network is reliable. Retrying often succeeds.',
  hypothesis:
    'A retry finds the network whole again nearly always; without it each lost request is a page that lacks its results.',
  held: 'Timeouts, breakers and fallbacks stay on. Both arms lose requests by the same seed.',
  guess: { question: 'How many of the pages are incomplete without retries?', arm: 'no retries' },
  see: {
    room: '`retriedOk` of [storefront → search](http://localhost:8081/?at=storefront.search) counts calls that a retry has saved.',
    trace: 'A failed attempt, a `backoff`, and a second attempt that succeeds.',
  },
  changeOne: 'Set `lostShare` to 0.5: how many pages fail now, and what does the retry budget say to that?',
  sources: [
    [
      'Timeouts, retries and backoff with jitter, M. Brooker',
      'https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/',
    ],
  ],
  setup: isQuick => ({
    seconds: isQuick ? 26 : 46,
    perSecond: 20,
    forMs: isQuick ? 10 * SECOND : 20 * SECOND,
    lostShare: 0.1,
    attempts: 3,
    arms: { retries: 'on', 'no retries': 'off' } as Readonly<Record<string, 'on' | 'off'>>,
  }),
  async inForce(setup, numbersOf) {
    const { attempts = setup.attempts } = await numbersOf('storefront', 'search');
    return { ...setup, attempts };
  },
  async run(arm, { perSecond, forMs, lostShare, arms }, shop) {
    await shop.patternOf('storefront', 'search', 'retry', arms[arm] ?? 'on');
    await shop.fault('search', 'lose-request', { percent: 100 * lostShare, seed: 1, forMs: forMs + 10 * SECOND });
    let incomplete = 0;
    const call = async (n: number) => {
      // Each word once: the last known results of a word would stand in for lost ones.
      const page = await new Visitor(shop.url).open(`/search?q=winch+${arm.length}${n}`).catch(() => undefined);
      if (page === undefined || classifyPage(page).is !== 'whole') incomplete += 1;
    };
    const { latenessMs } = await openLoop({ perSecond, forMs, call });
    return { incomplete, latenessMs };
  },
  predict({ perSecond, forMs, lostShare, attempts, arms }) {
    const pages = (perSecond * forMs) / SECOND;
    const tries = (arm: 'on' | 'off') => (arm === 'on' ? attempts : 1);
    const expected = (arm: 'on' | 'off') => pages * lostShare ** tries(arm);
    const within = (arm: 'on' | 'off') => 3 * Math.sqrt(expected(arm)) + 1;
    return [
      {
        what: `result pages of ${pages} that are incomplete`,
        unit: 'pages',
        why: `A page lacks its results if all attempts are lost: ${pages} × ${lostShare} = ${pages * lostShare} with one attempt, ${pages} × ${lostShare}^${attempts} = ${(pages * lostShare ** attempts).toFixed(1)} with ${attempts}.`,
        predicted: inEach(arms, arm => about(expected(arm), within(arm))),
        claim: { on: 'retries', off: 'no retries', bound: atMost(4) },
        measure: ({ incomplete }) => incomplete,
      },
    ];
  },
  questions: [
    [
      'What do the retries cost the search?',
      'A tenth more requests: 1 + 0.1 + 0.01 for each page, while it is healthy otherwise.',
    ],
    [
      'Why are the comments not retried?',
      'They are optional: the page is complete without them, and a second attempt would keep the visitor waiting.',
    ],
  ],
});
