import { Lognormal } from '../kit/lognormal.ts';
import { RandomSource } from '../kit/random-source.ts';
import { percentile } from '../kit/statistics.ts';
import type { Finding } from './grade.ts';

const DRAWS = 200_000;
const MAX_CUT_PERCENT = 0.1;
const MAX_HELD = 10;
/** In the fault, this share of the requests is stuck for so long. */
const STUCK = { share: 0.1, ms: 5000 };

interface Service {
  readonly perSecond: number;
  /** How long a healthy request takes, in ms. */
  draw(random: RandomSource): number;
}

const narrow = new Lognormal(20, 80);
const wide = new Lognormal(60, 170);
const found = new Lognormal(15, 43);
const notFound = new Lognormal(400, 520);

/** The three curves: the rule of thumb is right for the first, too long for the second, too short for the third. */
const services = {
  search: { perSecond: 50, draw: random => narrow.drawMs(random) },
  profile: { perSecond: 100, draw: random => wide.drawMs(random) },
  // 1 request in 200 is not in a cache.
  comments: { perSecond: 50, draw: random => (random.chance(1 / 200) ? notFound : found).drawMs(random) },
} satisfies Record<string, Service>;

export type Limits = Readonly<Record<keyof typeof services, number>>;

/** Grades assignment 1: each limit cuts few healthy requests, and bounds what the stuck ones hold. */
export function gradeLimits(limitsMs: Limits): Finding[] {
  return Object.entries(services).flatMap(([name, service]) => {
    const limitMs = limitsMs[name as keyof Limits];
    const random = new RandomSource(11);
    const healthyMs = Array.from({ length: DRAWS }, () => service.draw(random));
    const cutPercent = (100 * healthyMs.filter(ms => ms > limitMs).length) / DRAWS;
    const meanMs = healthyMs.reduce((sum, ms) => sum + Math.min(ms, limitMs), 0) / DRAWS;
    const heldMs = STUCK.share * Math.min(STUCK.ms, limitMs) + (1 - STUCK.share) * meanMs;
    const held = (service.perSecond * heldMs) / 1000;
    return [
      {
        holds: cutPercent <= MAX_CUT_PERCENT,
        says: `${name}, ${limitMs} ms: cuts ${cutPercent.toFixed(2)} % of healthy requests (at most ${MAX_CUT_PERCENT} %)`,
      },
      {
        holds: held <= MAX_HELD,
        says: `${name}, ${limitMs} ms: ${held.toFixed(1)} requests in progress while 1 in 10 is stuck (at most ${MAX_HELD})`,
      },
    ];
  });
}

/** Returns what a learner knows of the services: their load, and the percentiles of their times. */
export function describeServices(): string {
  const lines = Object.entries(services).map(([name, service]) => {
    const random = new RandomSource(11);
    const healthyMs = Array.from({ length: DRAWS }, () => service.draw(random));
    const [p50, p99, p999] = [0.5, 0.99, 0.999].map(share => Math.round(percentile(healthyMs, share)));
    return `  ${name.padEnd(10)}${service.perSecond} a second, p50 ${p50} ms, p99 ${p99} ms, p99.9 ${p999} ms`;
  });
  return lines.join('\n');
}
