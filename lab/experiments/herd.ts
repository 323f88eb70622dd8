import { setTimeout as sleep } from 'node:timers/promises';
import { type Pipeline, type PolicyOptions, SECOND, seeded } from '@watertight/resilience';
import { openLoop } from '../kit/open-loop.ts';
import { fullestOfRandom, fullestWindow } from '../kit/statistics.ts';
import { openPipeline } from './bench.ts';
import { about, atMost, experiment, inEach } from './experiment.ts';

const failuresToOpen = 5;
/** Of one process: often enough that the next call follows the end of the open period at once. */
const CALL_EVERY_MS = 25;
/** The load begins so long before the first open period can end, and ends so long after the last. */
const EARLY_MS = 150;

const fails = () => Promise.reject(new Error('down'));
const call = (calls: Pipeline, action: () => Promise<never>) => calls.run(action).catch(() => undefined);

interface Arm extends PolicyOptions {
  readonly breaker: { readonly failuresToOpen: number; readonly openMs: number; readonly openJitter: number };
}

export default experiment({
  asks: 'The breakers of 100 processes opened together. How many probe the service together?',
  textbook: 'After the open period a breaker lets test requests through.',
  hypothesis: 'Open periods of the same length end together: all processes probe at once. Jitter spreads the probes.',
  held: 'No network: opening 100 connections would spread the probes by itself. The service stays dead, and each process calls it every 25 ms.',
  guess: {
    question:
      'What percentage of the processes sends its first probe in the fullest 100 ms, with an open period ± 20 %?',
    arm: 'jitter',
  },
  isAlone: true,
  maxLatenessMs: 25, // a longer pause gathers in one moment what jitter has spread over it
  setup: isQuick => {
    const openMs = isQuick ? 2 * SECOND : 3 * SECOND;
    const arm = (openJitter: number): Arm => ({ breaker: { failuresToOpen, openMs, openJitter } });
    const arms: Readonly<Record<string, Arm>> = { jitter: arm(0.2), 'no jitter': arm(0) };
    return { seconds: Math.ceil((1.3 * openMs) / SECOND), processes: 100, windowMs: 100, openMs, arms };
  },
  async run(arm, { processes, windowMs, openMs, arms }) {
    using opened = new DisposableStack();
    const random = seeded(1);
    const policy = arms[arm]!;
    const fleet = Array.from({ length: processes }, () => opened.use(openPipeline(policy, { random })));
    let openedWithinMs = Infinity;
    for (let failure = 1; failure <= failuresToOpen; failure += 1) {
      const startMs = performance.now();
      for (const calls of fleet) await call(calls, fails);
      openedWithinMs = performance.now() - startMs;
    }
    const { openJitter } = policy.breaker;
    await sleep((1 - openJitter) * openMs - EARLY_MS);
    const firstProbeAtMs = new Map<number, number>();
    const probe = (process: number) => {
      if (!firstProbeAtMs.has(process)) firstProbeAtMs.set(process, performance.now());
      return fails();
    };
    const { latenessMs } = await openLoop({
      perSecond: (processes * SECOND) / CALL_EVERY_MS,
      forMs: 2 * openJitter * openMs + 2 * EARLY_MS,
      call: n => call(fleet[n % processes]!, () => probe(n % processes)),
    });
    const percent = (100 * fullestWindow([...firstProbeAtMs.values()], windowMs)) / processes;
    return { percent, latenessMs: Math.max(latenessMs, openedWithinMs) }; // slow to open: not together
  },
  predict({ processes, windowMs, openMs, arms }) {
    const spanMs = ({ breaker: { openJitter } }: Arm) => 2 * openJitter * openMs + CALL_EVERY_MS;
    const share = (arm: Arm) => {
      const { mean, deviation } = fullestOfRandom(processes, spanMs(arm), windowMs);
      // Four standard deviations: its upper tail is longer than that of a normal distribution.
      return about((100 * mean) / processes, (400 * deviation) / processes);
    };
    const jittered = arms['jitter']!;
    const { openJitter } = jittered.breaker;
    const { mean, deviation } = fullestOfRandom(processes, spanMs(jittered), windowMs);
    const onAverage = (processes * windowMs) / spanMs(jittered);
    return [
      {
        what: `first probes in the fullest ${windowMs} ms`,
        unit: `% of ${processes} processes`,
        why: `Open periods of ${openMs} ms ± ${100 * openJitter} % end within 2 × ${openJitter} × ${openMs} ms, and the next call comes up to ${CALL_EVERY_MS} ms later: ${spanMs(jittered)} ms in all. A window of ${windowMs} ms has ${processes} × ${windowMs} ÷ ${spanMs(jittered)} = ${onAverage.toFixed(1)} probes on average. By chance the fullest window has more: ${mean.toFixed(1)}, the mean of 1,000 draws, with a standard deviation of ${deviation.toFixed(1)}. Without jitter all periods end together.`,
        predicted: inEach(arms, share),
        claim: { on: 'jitter', off: 'no jitter', bound: atMost(30) },
        measure: ({ percent }) => percent,
      },
    ];
  },
  questions: [
    [
      'What does the service meet without jitter when it comes back?',
      '100 processes × 3 probes, all within one moment, and as soon as two of three are good the whole load of all processes. With jitter the load comes back over 1.2 s, process by process.',
    ],
    [
      'Do the processes find out later with jitter that the service works again?',
      'On average at the same time: as many open periods are shorter as are longer. The first process finds out 20 % sooner, the last one 20 % later.',
    ],
  ],
  see: {
    room: 'Freeze comments and watch <http://localhost:8081/?at=storefront.comments>: each open period counts down from another number, from 24 to 36 s.',
  },
  changeOne: 'Set `openJitter` to 0.5, the most there is. How many probe together then, and what does it cost?',
  sources: [
    [
      'Marc Brooker, Exponential Backoff And Jitter (2015)',
      'https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/',
    ],
    [
      'Sally Floyd and Van Jacobson, The Synchronization of Periodic Routing Messages (1994)',
      'https://ee.lbl.gov/papers/sync_94.pdf',
    ],
  ],
});
