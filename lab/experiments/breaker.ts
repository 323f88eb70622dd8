import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '@watertight/resilience';
import { openLoop } from '../kit/open-loop.ts';
import { stateOf, Visitor } from '../visitor.ts';
import { about, atMost, shopExperiment } from './experiment.ts';

const PRODUCT = '/products/kayak-deck-compass';

export default shopExperiment({
  asks: 'The comments hang. How often are they asked, and when are they back?',
  textbook: 'After five failures the breaker opens: requests fail at once, and the service gets time to recover.',
  hypothesis:
    'The breaker refuses nearly all requests to a service that hangs. The price: its recovery is noticed later.',
  held: 'The limit of 250 ms stays in both arms: it turns a hang into a failure, which the breaker counts. Comments are not retried.',
  guess: { question: 'How many requests reach the comments with the breaker?', arm: 'breaker' },
  setup: isQuick => ({
    seconds: isQuick ? 65 : 85,
    perSecond: 5,
    hangMs: isQuick ? 10 * SECOND : 20 * SECOND, // less than the open period, or probes would be counted too
    failuresToOpen: 5,
    limitMs: 250,
    openMs: 30 * SECOND,
    successesToClose: 2,
    arms: { breaker: 'on', 'no breaker': 'off' } as Readonly<Record<string, 'on' | 'off'>>,
  }),
  async inForce(setup, numbersOf) {
    const { failuresToOpen, afterMs: limitMs, openMs, successesToClose } = await numbersOf('storefront', 'comments');
    const numbers = Object.entries({ failuresToOpen, limitMs, openMs, successesToClose });
    return { ...setup, ...Object.fromEntries(numbers.filter(([, value]) => value !== undefined)) };
  },
  async run(arm, { perSecond, hangMs, openMs, arms }, shop) {
    await shop.patternOf('storefront', 'comments', 'breaker', arms[arm] ?? 'on');
    await shop.fault('comments', 'hang', { forMs: hangMs + 30 * SECOND });
    const visitor = new Visitor(shop.url);
    const { latenessMs } = await openLoop({ perSecond, forMs: hangMs, call: () => visitor.open(PRODUCT) });
    const asked = await shop.struck('comments', 'hang');
    await shop.stopFaults();
    const endedMs = performance.now();
    const isBack = async () => stateOf(await visitor.open(PRODUCT), 'comments') === 'ok';
    while (!(await isBack()) && performance.now() - endedMs < 2 * openMs) await sleep(SECOND / perSecond);
    return { asked, backAfterS: (performance.now() - endedMs) / SECOND, latenessMs };
  },
  predict({ perSecond, hangMs, failuresToOpen, limitMs, openMs }) {
    const all = (perSecond * hangMs) / SECOND;
    const opensAfterS = (failuresToOpen - 1) / perSecond + limitMs / SECOND;
    const asked = Math.floor(opensAfterS * perSecond) + 1;
    const [openS, hangS] = [openMs / SECOND, hangMs / SECOND];
    const backAfterS = opensAfterS + openS - hangS;
    return [
      {
        what: 'requests that reach the comments while they hang',
        unit: 'requests',
        why: `One request leaves every ${1 / perSecond} s. Number ${failuresToOpen} leaves at ${(failuresToOpen - 1) / perSecond} s and fails at ${opensAfterS.toFixed(2)} s. By then ${asked} have left. Without a breaker all ${all} are sent.`,
        predicted: { breaker: about(asked, 2), 'no breaker': about(all, 2) },
        claim: { on: 'breaker', off: 'no breaker', bound: atMost(10) },
        measure: ({ asked }) => asked,
      },
      {
        what: 'from the end of the hang until a page shows comments',
        unit: 's',
        why: `The breaker opens at ${opensAfterS.toFixed(2)} s, and the hang ends at ${hangS} s: ${opensAfterS.toFixed(2)} + ${openS} − ${hangS} = ${backAfterS.toFixed(2)} s ± 20 % of the open period of ${openS} s. Without a breaker the next page shows the comments.`,
        predicted: { breaker: about(backAfterS, (0.2 * openMs) / SECOND + 1), 'no breaker': about(0, 1) },
        measure: ({ backAfterS }) => backAfterS,
      },
    ];
  },
  questions: [
    [
      'Why 6 and not 5?',
      'A breaker counts failures, not requests: while the fifth is still waited for, the sixth has left.',
    ],
    [
      'Who gains from the open period?',
      'The service: no request reaches it during the open period. And visitors: the comments section is ready 250 ms earlier.',
    ],
  ],
  see: {
    page: 'A product page with `?xray`: "asked again in 29 s" under the comments.',
    room: '<http://localhost:8081/?at=storefront.comments>: closed, open with its countdown, half-open with three probes, closed.',
    trace: 'A zero-length span `refused: breaker_open` in place of an attempt of 250 ms.',
  },
  changeOne: 'Set `perSecond` to 20. How many requests reach the comments before the breaker opens?',
  sources: [
    ['Martin Fowler, CircuitBreaker (2014)', 'https://martinfowler.com/bliki/CircuitBreaker.html'],
    ['Michael Nygard, Release It!, 2nd edition (2018)', 'https://pragprog.com/titles/mnee2/release-it-second-edition/'],
  ],
});
