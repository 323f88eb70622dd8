import { setTimeout as sleep } from 'node:timers/promises';
import { type PolicyOptions, SECOND } from '@watertight/resilience';
import { openCallee } from '../kit/callee.ts';
import { OneAtATime } from '../kit/one-at-a-time.ts';
import { openLoop } from '../kit/open-loop.ts';
import { recoveredAfterS } from '../kit/recovery.ts';
import { noBudget, noBulkhead, openPipeline } from './bench.ts';
import { about, atMost, experiment } from './experiment.ts';

const CALM_MS = 2 * SECOND;
const budget = { ratio: 0.1, burst: 10, perSecond: 1 };
const timeout = { afterMs: 500 };
const retry = { attempts: 3, budget: noBudget };
const breaker = { openMs: 5 * SECOND, openJitter: 0 };
const base = { bulkhead: noBulkhead, timeout };
const arms = {
  breaker: { ...base, retry, breaker },
  'no retries': base,
  'retry budget': { ...base, retry: { ...retry, budget } },
  retries: { ...base, retry },
} satisfies Record<string, PolicyOptions>;

export default experiment({
  asks: 'A service stalls for 3 s under a load that it can carry. When does it recover?',
  textbook: 'Retries turn a short stall into an outage that outlives its cause (a metastable failure).',
  hypothesis: 'With plain retries the service never recovers; a breaker, a budget or no retries each let it recover.',
  held: 'No bulkhead. The service works 20 ms on each request, one at a time, also for callers that have left.',
  guess: {
    question: 'How many seconds after the stall does the service answer again, with plain retries?',
    arm: 'retries',
  },
  setup: isQuick => ({
    seconds: isQuick ? 20 : 33,
    perSecond: 40,
    workMs: 20,
    stallMs: 3 * SECOND,
    /** After the stall: a service that has not recovered by then does not by itself. */
    watchedMs: isQuick ? 15 * SECOND : 28 * SECOND,
    arms,
  }),
  async run(arm, { perSecond, workMs, stallMs, watchedMs, arms }) {
    const service = new OneAtATime(workMs);
    await using callee = await openCallee(service.takes);
    using calls = openPipeline(arms[arm as keyof typeof arms]);
    const startMs = performance.now();
    const failedAtMs: number[] = [];
    const stall = sleep(CALM_MS).then(() => service.stall(stallMs));
    const call = async () => {
      const beganMs = performance.now() - startMs - CALM_MS - stallMs;
      await calls.run(({ signal }) => callee.ask(signal)).catch(() => failedAtMs.push(beganMs));
    };
    const { latenessMs } = await openLoop({ perSecond, forMs: CALM_MS + stallMs + watchedMs, call });
    await stall;
    return { recoveredS: recoveredAfterS(failedAtMs, perSecond, watchedMs), latenessMs };
  },
  predict({ perSecond, workMs, stallMs, watchedMs, arms }) {
    const capacity = SECOND / workMs;
    const usefulQueue = (capacity * timeout.afterMs) / SECOND; // a longer queue answers too late
    const stallS = stallMs / SECOND;
    const retriesPerSecond = perSecond * budget.ratio + budget.perSecond;
    const retriesInStall = budget.burst + retriesPerSecond * (stallS - timeout.afterMs / SECOND);
    /** How long the queue takes to become useful again. */
    const recoversAfterS = (queued: number, demand: number) => {
      const seconds = demand < capacity ? (queued - usefulQueue) / (capacity - demand) : Infinity;
      return seconds * SECOND <= watchedMs - 3 * SECOND ? Math.ceil(seconds) : Infinity;
    };
    const attempts = arms.retries.retry.attempts;
    const opensAfterS = timeout.afterMs / SECOND + 4 / perSecond; // from the start of the stall
    return [
      {
        what: 'recovers after the stall',
        unit: 's',
        why: `Plain retries demand ${attempts} × ${perSecond} = ${attempts * perSecond} > ${capacity} a second: never. None: (${perSecond * stallS} queued − ${usefulQueue}) ÷ ${capacity - perSecond}. Budget: (${Math.round(perSecond * stallS + retriesInStall)} − ${usefulQueue}) ÷ ${capacity - perSecond - retriesPerSecond}. Breaker: its open period ends ${(opensAfterS + arms.breaker.breaker.openMs / SECOND - stallS).toFixed(1)} s after the stall; the queue is empty by then.`,
        predicted: {
          breaker: about(Math.ceil(opensAfterS + arms.breaker.breaker.openMs / SECOND - stallS), 1),
          'no retries': about(recoversAfterS(perSecond * stallS, perSecond), 2),
          'retry budget': about(recoversAfterS(perSecond * stallS + retriesInStall, perSecond + retriesPerSecond), 4),
          retries: about(recoversAfterS(perSecond * stallS, attempts * perSecond), 0),
        },
        claim: { on: 'breaker', off: 'retries', bound: atMost(10) },
        measure: ({ recoveredS }) => recoveredS,
      },
    ];
  },
  questions: [
    [
      'At which load does the service recover in spite of plain retries?',
      'Below 50 ÷ 3 = 16.7 a second: then even three attempts each are less than it can do.',
    ],
  ],
  see: {
    room: 'The open shop has a breaker and a retry budget on every critical call: the cards on <http://localhost:8081/policies> show both.',
  },
  changeOne: 'Set the load to 12 a second. Does the service recover in spite of plain retries, and when?',
  sources: [
    [
      'Nathan Bronson and others, Metastable Failures in Distributed Systems (2021)',
      'https://sigops.org/s/conferences/hotos/2021/papers/hotos21-s11-bronson.pdf',
    ],
    [
      'Lexiang Huang and others, Metastable Failures in the Wild (2022)',
      'https://www.usenix.org/conference/osdi22/presentation/huang-lexiang',
    ],
  ],
});
