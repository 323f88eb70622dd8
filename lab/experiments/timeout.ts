import { type PolicyOptions, SECOND } from '@watertight/resilience';
import { openCallee } from '../kit/callee.ts';
import { Lognormal, LognormalService } from '../kit/lognormal.ts';
import { openLoop } from '../kit/open-loop.ts';
import { noBulkhead, openPipeline } from './bench.ts';
import { about, atMost, experiment, inEach } from './experiment.ts';

const P50_MS = 20;
const P99_MS = 80;
const stuck = { share: 0.1, forMs: 5 * SECOND };
const times = new Lognormal(P50_MS, P99_MS);

type Arm = PolicyOptions & { timeout: { afterMs: number } };
const limitOf = (afterMs: number): Arm => ({ bulkhead: noBulkhead, timeout: { afterMs } });

export default experiment({
  asks: 'A healthy service, then one where 1 request in 10 is stuck for 5 s. Which limit is right?',
  textbook: 'Too short: healthy requests fail. Too long: callers are blocked. Rule of thumb: three times the p99.',
  hypothesis: 'A limit of 3 × p99 cuts no healthy request and still bounds what stuck ones hold.',
  held: 'No breaker, no retry, no bulkhead: only the limit differs. All arms meet the same times, drawn from one seed.',
  guess: { question: 'What percentage of healthy requests does a limit at the p99 cut off?', arm: 'p99' },
  setup: () => ({
    seconds: 20,
    perSecond: 50,
    healthyMs: 8 * SECOND,
    stuckMs: 7 * SECOND,
    arms: {
      p50: limitOf(P50_MS),
      p99: limitOf(P99_MS),
      '3 × p99': limitOf(3 * P99_MS),
      '30 s': limitOf(30 * SECOND),
    } as Readonly<Record<string, Arm>>,
  }),
  async run(arm, { perSecond, healthyMs, stuckMs, arms }) {
    const service = new LognormalService(times, stuck);
    await using callee = await openCallee(service.takes);
    using calls = openPipeline(arms[arm] ?? {});
    const [startMs, endMs] = [performance.now(), healthyMs + stuckMs];
    let [cut, heldMs] = [0, 0];
    const call = async () => {
      const fromMs = performance.now() - startMs;
      service.isStuck = fromMs >= healthyMs;
      const isHealthy = !service.isStuck;
      await calls.run(({ signal }) => callee.ask(signal)).catch(() => (cut += isHealthy ? 1 : 0));
      const toMs = performance.now() - startMs;
      heldMs += Math.max(0, Math.min(toMs, endMs) - Math.max(fromMs, endMs - SECOND)); // in the last second
    };
    const { latenessMs } = await openLoop({ perSecond, forMs: endMs, call });
    return { cutPercent: (100 * cut * SECOND) / (perSecond * healthyMs), held: heldMs / SECOND, latenessMs };
  },
  predict({ perSecond, healthyMs, arms }) {
    const healthy = (perSecond * healthyMs) / SECOND;
    const cut = ({ timeout: { afterMs } }: Arm) => {
      const share = times.shareAbove(afterMs);
      const deviation = Math.sqrt((share * (1 - share)) / healthy);
      // Three standard deviations, and for the way over the network some ms that the times do not have.
      const within = 3 * deviation + times.shareAbove(0.8 * afterMs) - share;
      return about(100 * share, Math.max(100 * within, 0.5)); // at least two requests
    };
    const held = ({ timeout: { afterMs } }: Arm) => {
      const stuckS = Math.min(stuck.forMs, afterMs) / SECOND;
      const meanS = Math.min(times.meanMs, afterMs) / SECOND;
      const value = perSecond * (stuck.share * stuckS + (1 - stuck.share) * meanS);
      return about(value, 3 * Math.sqrt(perSecond * stuck.share * stuckS) + 1);
    };
    return [
      {
        what: 'healthy requests cut off',
        unit: '%',
        why: `Lognormal times, p50 ${P50_MS} ms, p99 ${P99_MS} ms: half are above the p50, 1 in 100 above the p99, 15 in a million above three times that.`,
        predicted: inEach(arms, cut),
        claim: { on: '3 × p99', off: 'p50', bound: atMost(0.5) },
        measure: ({ cutPercent }) => cutPercent,
      },
      {
        what: 'requests in progress while 1 in 10 is stuck',
        unit: 'requests',
        why: `Arrivals × mean time: ${perSecond} × (0.1 × the limit, at most ${stuck.forMs / SECOND} s, + 0.9 × ${(times.meanMs / SECOND).toFixed(3)} s).`,
        predicted: inEach(arms, held),
        claim: { on: '3 × p99', off: '30 s', bound: atMost(6) },
        measure: ({ held }) => held,
      },
    ];
  },
  questions: [
    [
      'What would a breaker do behind the limit at the p50?',
      'Open on a healthy service: five cuts in a row come once in (1 − 0.5⁵) ÷ (0.5⁵ × 0.5) = 62 calls on average.',
    ],
  ],
  see: {
    room: '<http://localhost:8081/?at=storefront.search>: the histogram of answers with the limit drawn in it.',
    trace: '`watertight.timeout.limit_ms` on the call; an attempt that was cut has `error.type` TimeoutError.',
  },
  changeOne: 'Set the limit to 2 × p99. What share of healthy requests is cut, and is it worth it?',
  sources: [
    [
      'Marc Brooker, Timeouts, retries, and backoff with jitter',
      'https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/',
    ],
    [
      'Jeffrey Dean and Luiz André Barroso, The Tail at Scale (2013)',
      'https://cacm.acm.org/research/the-tail-at-scale/',
    ],
  ],
});
