import { SECOND } from '@watertight/resilience';
import { type Callee, fails, openCallee } from '../kit/callee.ts';
import { openLoop } from '../kit/open-loop.ts';
import { noBudget, noBulkhead, openPipeline } from './bench.ts';
import { about, atMost, experiment, inEach } from './experiment.ts';
import { mayBeRepeated, openLayer } from './layer.ts';

const budget = { ratio: 0.1, burst: 10, perSecond: 1 };

interface Arm {
  readonly budget: typeof budget;
  /** Whether a layer that gives up answers `Retry-Allowed: no`. */
  readonly saysRetryAllowed: boolean;
}

export default experiment({
  asks: 'Three layers of services retry over a dead fourth. How often is the fourth called?',
  textbook: 'Retries in several layers multiply: each layer repeats what the layer below has already repeated.',
  hypothesis:
    'Five attempts in each of three layers make 125 requests of one; budgets and Retry-Allowed add a quarter.',
  held: 'No timeout, no breaker, permits for all: what is measured is the number of attempts.',
  isAlone: true, // the storm of the third arm fills a processor
  guess: { question: 'Of 100 requests, how many reach the dead service without budgets?', arm: 'neither' },
  setup: () => ({
    seconds: 25,
    requests: 100,
    perSecond: 20,
    layers: 3,
    attempts: 5,
    arms: {
      'budgets and Retry-Allowed': { budget, saysRetryAllowed: true },
      'budgets alone': { budget, saysRetryAllowed: false },
      neither: { budget: noBudget, saysRetryAllowed: false },
    } as Readonly<Record<string, Arm>>,
  }),
  async run(arm, { requests, perSecond, layers, attempts, arms }) {
    await using opened = new AsyncDisposableStack();
    const dead = opened.use(await openCallee(fails));
    let below: Callee = dead;
    const { budget, saysRetryAllowed } = arms[arm] ?? { budget: noBudget, saysRetryAllowed: false };
    for (let left = layers; left > 0; left -= 1) {
      const retry = { attempts, budget };
      const calls = opened.use(openPipeline({ bulkhead: noBulkhead, retry, isRetryable: mayBeRepeated }));
      below = opened.use(await openLayer(calls, below.url, saysRetryAllowed));
    }
    const first = below;
    const call = () => first.ask(AbortSignal.timeout(60 * SECOND));
    const { latenessMs } = await openLoop({ perSecond, forMs: (requests / perSecond) * SECOND, call });
    return { reached: dead.asked, latenessMs };
  },
  predict({ requests, perSecond, layers, attempts, arms }) {
    const loadS = requests / perSecond;
    /** What a layer with a budget makes of its requests: the budget's stock, its ratio, and what time adds. */
    const withBudget = (calls: number, seconds: number) =>
      calls + budget.burst + budget.ratio * (calls - 1) + budget.perSecond * seconds;
    const reached = (arm: Arm) => {
      if (arm.budget.ratio >= 1) return requests * attempts ** layers;
      const retrying = arm.saysRetryAllowed ? 1 : layers;
      return Array.from({ length: retrying }).reduce<number>(calls => withBudget(calls, loadS), requests);
    };
    const within = (arm: Arm) => (arm.budget.ratio >= 1 ? 0 : 0.05 * reached(arm));
    return [
      {
        what: `requests that reach the dead service, of ${requests}`,
        unit: 'requests',
        why: `Neither: ${requests} × ${attempts}³. A budget adds its ${budget.burst} in stock, 1 per 10 calls and 1 a second for ${loadS} s: ${Math.round(withBudget(requests, loadS))}. Alone, each layer adds that to what the one above sends.`,
        predicted: inEach(arms, arm => about(reached(arm), within(arm))),
        claim: { on: 'budgets and Retry-Allowed', off: 'neither', bound: atMost(130) },
        measure: ({ reached }) => reached,
      },
    ];
  },
  questions: [
    [
      'Why is Retry-Allowed needed when each layer has a budget?',
      'Only the layer next to the failure can know whether a repeat helps; the others would spend their budgets too.',
    ],
  ],
  see: {
    room: 'The policy cards on <http://localhost:8081/policies>: the retry budget that is left, of 10.',
    trace: '`refused: budget_exhausted` where the budget ends the attempts; `watertight.attempts` on each call.',
  },
  changeOne: 'Give each layer three attempts. How many requests reach the dead service without budgets?',
  sources: [
    ['Site Reliability Engineering, chapter 21, Handling Overload', 'https://sre.google/sre-book/handling-overload/'],
    ['Kevin Oliver, Retry Budgets (2016)', 'https://finagle.github.io/blog/2016/02/08/retry-budgets/'],
  ],
});
