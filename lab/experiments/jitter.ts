import { setTimeout as sleep } from 'node:timers/promises';
import { type PolicyOptions, SECOND, seeded } from '@watertight/resilience';
import { openLoop } from '../kit/open-loop.ts';
import { fullestWindow, median } from '../kit/statistics.ts';
import { noBudget, openPipeline } from './bench.ts';
import { about, atMost, experiment } from './experiment.ts';

const retry = { attempts: 5, firstDelayMs: 100, budget: noBudget };

export default experiment({
  asks: '200 callers fail at the same moment and retry. How many come back together?',
  textbook: 'Without jitter all clients retry at the same moments and hit the service in waves.',
  hypothesis: 'With full jitter the fifth attempts spread over more than a second; without it they are one wave.',
  held: 'No network: opening 200 connections would spread the callers by itself.',
  guess: {
    question: 'What percentage of the fifth attempts falls into the fullest 50 ms, with jitter?',
    arm: 'full jitter',
  },
  isAlone: true,
  maxLatenessMs: 25, // a longer pause gathers in one moment what jitter has spread over it
  setup: () => ({
    seconds: 2,
    callers: 200,
    windowMs: 50,
    seeds: [1, 2, 3],
    arms: {
      'full jitter': { retry: { ...retry, jitter: 'full' } },
      'no jitter': { retry: { ...retry, jitter: 'none' } },
    } as Readonly<Record<string, PolicyOptions & { retry: typeof retry }>>,
  }),
  async run(arm, { callers, windowMs, seeds, arms }) {
    const shareOf = async (seed: number) => {
      using calls = openPipeline(arms[arm] ?? {}, { random: seeded(seed) });
      const fifthAtMs: number[] = [];
      const attempt = ({ number }: { number: number }) => {
        if (number === retry.attempts) fifthAtMs.push(performance.now());
        throw new Error('down');
      };
      await Promise.allSettled(Array.from({ length: callers }, () => calls.run(attempt)));
      return (100 * fullestWindow(fifthAtMs, windowMs)) / callers;
    };
    const shares = Promise.all(seeds.map(shareOf));
    await sleep(100); // the first attempts of all callers take the machine some time
    // Beside the callers, so that a machine too busy to keep the time is noticed.
    const { latenessMs } = await openLoop({ perSecond: 100, forMs: 1.3 * SECOND, call: () => Promise.resolve() });
    return { percent: median(await shares), latenessMs };
  },
  predict({ callers, windowMs, arms }) {
    const { firstDelayMs, attempts } = arms['full jitter']?.retry ?? retry;
    const delaysMs = Array.from({ length: attempts - 1 }, (_, i) => firstDelayMs * 2 ** i);
    const share = windowMs / (delaysMs.at(-1) ?? windowMs);
    const deviation = Math.sqrt(callers * share * (1 - share));
    const fullest = callers * share + 2 * deviation;
    return [
      {
        what: `fifth attempts in the fullest ${windowMs} ms`,
        unit: `% of ${callers} callers`,
        why: `Waits of ${delaysMs.join(', ')} ms, each drawn from 0 to that. The longest puts ${callers} callers × ${windowMs} ÷ ${delaysMs.at(-1)} = ${callers * share} callers into a window of ${windowMs} ms. The fullest of many windows has two standard deviations more, 2 × ${deviation.toFixed(1)}: ${fullest.toFixed(1)} callers, ${((100 * fullest) / callers).toFixed(1)} % of ${callers}. Without jitter all wait equally long: 100 %.`,
        predicted: { 'full jitter': about((100 * fullest) / callers, 4.5), 'no jitter': about(100, 5) },
        claim: { on: 'full jitter', off: 'no jitter', bound: atMost(25) },
        measure: ({ percent }) => percent,
      },
    ];
  },
  questions: [
    [
      'Why not 3.3 % (50 of 1,500 ms)?',
      'The longest wait, up to 800 ms, spreads them most; the shorter ones only smooth the edges.',
    ],
  ],
  see: {
    room: 'Switch the shop to `jitter: none` for a minute: `change -d \'{"jitter":"none","forMs":60000}\' localhost:8080/ops/patterns` ([how](../patterns/README.md#looking-at-it)).',
    trace:
      'Each wait before a retry is a span `backoff`, with `watertight.retry.delay_ms` and `watertight.retry.jitter`.',
  },
  changeOne: 'Set `firstDelayMs` to 200. The longest wait doubles: how many callers are left in the fullest window?',
  sources: [
    [
      'Marc Brooker, Exponential Backoff And Jitter (2015)',
      'https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/',
    ],
  ],
});
