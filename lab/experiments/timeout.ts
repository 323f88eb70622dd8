import { type PolicyOptions, SECOND, seeded } from '@watertight/resilience';
import { answers, type Behaviour, openCallee } from '../kit/callee.ts';
import { openLoop } from '../kit/open-loop.ts';
import { noBulkhead, openPipeline } from './bench.ts';
import { about, atMost, experiment } from './experiment.ts';

const P50_MS = 20;
const P99_MS = 80;
/** 99 of 100 draws of a normal distribution are below. */
const NORMAL_P99 = 2.326;
const sigma = Math.log(P99_MS / P50_MS) / NORMAL_P99;
const STUCK_MS = 5 * SECOND;
const STUCK_SHARE = 0.1;

const limits = { p50: P50_MS, p99: P99_MS, '3 × p99': 3 * P99_MS, '30 s': 30 * SECOND };
type Arm = keyof typeof limits;

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
    arms: Object.fromEntries(
      Object.entries(limits).map(([name, afterMs]) => [name, { bulkhead: noBulkhead, timeout: { afterMs } }]),
    ) as Record<Arm, PolicyOptions & { timeout: { afterMs: number } }>,
  }),
  async run(arm, { perSecond, healthyMs, stuckMs, arms }) {
    const service = new Lognormal();
    await using callee = await openCallee(service.takes);
    using calls = openPipeline(arms[arm as Arm]);
    const startMs = performance.now();
    let cut = 0;
    const waits: { fromMs: number; toMs: number }[] = [];
    const call = async () => {
      const fromMs = performance.now() - startMs;
      service.isStuck = fromMs >= healthyMs;
      const isHealthy = !service.isStuck;
      await calls.run(({ signal }) => callee.ask(signal)).catch(() => (cut += isHealthy ? 1 : 0));
      waits.push({ fromMs, toMs: performance.now() - startMs });
    };
    const { latenessMs } = await openLoop({ perSecond, forMs: healthyMs + stuckMs, call });
    const endMs = healthyMs + stuckMs;
    const heldMs = waits.map(({ fromMs, toMs }) =>
      Math.max(0, Math.min(toMs, endMs) - Math.max(fromMs, endMs - SECOND)),
    );
    const cutPercent = (100 * cut * SECOND) / (perSecond * healthyMs);
    return { cutPercent, held: heldMs.reduce((sum, ms) => sum + ms, 0) / SECOND, latenessMs };
  },
  predict({ perSecond, healthyMs, arms }) {
    const healthy = (perSecond * healthyMs) / SECOND;
    const meanS = (P50_MS * Math.exp(sigma ** 2 / 2)) / SECOND;
    const limitMs = (arm: string) => arms[arm as Arm].timeout.afterMs;
    const cut = (arm: string) => {
      const share = shareAbove(limitMs(arm));
      // Three standard deviations of the count, and for the way over the network some ms that the times do not have.
      const within =
        100 * 3 * Math.sqrt((share * (1 - share)) / healthy) + 100 * (shareAbove(0.8 * limitMs(arm)) - share);
      return about(100 * share, Math.max(within, 0.5)); // at least two requests
    };
    const held = (arm: string) => {
      const stuckS = Math.min(STUCK_MS, limitMs(arm)) / SECOND;
      const value = perSecond * (STUCK_SHARE * stuckS + (1 - STUCK_SHARE) * Math.min(meanS, limitMs(arm) / SECOND));
      return about(value, 3 * Math.sqrt(perSecond * STUCK_SHARE * stuckS) + 1);
    };
    const each = (predict: (arm: string) => ReturnType<typeof about>) =>
      Object.fromEntries(Object.keys(arms).map(arm => [arm, predict(arm)]));
    return [
      {
        what: 'healthy requests cut off',
        unit: '%',
        why: `Lognormal times, p50 ${P50_MS} ms, p99 ${P99_MS} ms: half are above the p50, 1 in 100 above the p99, 15 in a million above three times that.`,
        predicted: each(cut),
        claim: { on: '3 × p99', off: 'p50', bound: atMost(0.5) },
        measure: ({ cutPercent }) => cutPercent,
      },
      {
        what: 'requests in progress while 1 in 10 is stuck',
        unit: 'requests',
        why: `Arrivals × mean time: ${perSecond} × (0.1 × the limit, at most ${STUCK_MS / SECOND} s, + 0.9 × ${meanS.toFixed(3)} s).`,
        predicted: each(held),
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
});

/** A service whose times are lognormal, as those of real ones are; while it is stuck 1 request in 10 takes 5 s. */
class Lognormal {
  isStuck = false;
  readonly #random = seeded(7);

  readonly takes: Behaviour = (response, request) => {
    const [u, v, w] = [this.#random(), this.#random(), this.#random()];
    const normal = Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v); // Box-Muller
    const afterMs = this.isStuck && w < STUCK_SHARE ? STUCK_MS : P50_MS * Math.exp(sigma * normal);
    const timer = setTimeout(() => answers(response, request), afterMs);
    response.once('close', () => clearTimeout(timer));
  };
}

/** Returns the share of healthy requests that take longer. */
function shareAbove(limitMs: number): number {
  const z = Math.log(limitMs / P50_MS) / sigma;
  // The tail of the normal distribution by Simpson's rule; beyond 8 there is nothing.
  const [steps, to] = [2000, 8];
  const width = (to - z) / steps;
  const density = (x: number) => Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI);
  const weightOf = (i: number) => (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2);
  if (z >= to) return 0;
  return (
    (width / 3) *
    Array.from({ length: steps + 1 }, (_, i) => weightOf(i) * density(z + i * width)).reduce((a, b) => a + b, 0)
  );
}
