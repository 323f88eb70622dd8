import { answers, type Behaviour } from './callee.ts';
import { RandomSource } from './random-source.ts';

/** 99 of 100 draws of a normal distribution are below. */
const NORMAL_P99 = 2.326;

/** Times like those of real services: many near the middle, few very long. */
export class Lognormal {
  readonly #p50Ms: number;
  readonly #sigma: number;

  constructor(p50Ms: number, p99Ms: number) {
    this.#p50Ms = p50Ms;
    this.#sigma = Math.log(p99Ms / p50Ms) / NORMAL_P99;
  }

  get meanMs(): number {
    return this.#p50Ms * Math.exp(this.#sigma ** 2 / 2);
  }

  drawMs(random: RandomSource): number {
    const [u, v] = [random.next(), random.next()];
    const normal = Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v); // Box-Muller
    return this.#p50Ms * Math.exp(this.#sigma * normal);
  }

  /** Returns the share of draws above, from 0 to 1. */
  shareAbove(limitMs: number): number {
    return normalTail(Math.log(limitMs / this.#p50Ms) / this.#sigma);
  }
}

/** A service that takes such times; while it is stuck, a share of the requests takes a fixed time. */
export class LognormalService {
  isStuck = false;
  readonly #random = new RandomSource(7);
  readonly #times: Lognormal;
  readonly #stuck: { readonly share: number; readonly forMs: number };

  constructor(times: Lognormal, stuck: { share: number; forMs: number }) {
    this.#times = times;
    this.#stuck = stuck;
  }

  readonly takes: Behaviour = (response, request) => {
    const [drawnMs, isChosen] = [this.#times.drawMs(this.#random), this.#random.chance(this.#stuck.share)];
    const timer = setTimeout(() => answers(response, request), this.isStuck && isChosen ? this.#stuck.forMs : drawnMs);
    response.once('close', () => clearTimeout(timer));
  };
}

/** Returns the area of the normal distribution above z, by Simpson's rule; beyond 8 there is nothing. */
function normalTail(z: number): number {
  const [steps, to] = [2000, 8];
  if (z >= to) return 0;
  const width = (to - z) / steps;
  const density = (x: number) => Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI);
  const weightOf = (i: number) => (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2);
  const sum = Array.from({ length: steps + 1 }, (_, i) => weightOf(i) * density(z + i * width)).reduce((a, b) => a + b);
  return (width / 3) * sum;
}
