import type { FixedTimeout, MeasuredTimeout } from '../options.ts';
import type { Call, PipelineContext, Step } from '../call.ts';
import type { Clock } from '../clock.ts';
import { type LatencyBar, LatencyHistogram } from './latency-histogram.ts';
import type { Strategy } from '../strategy.ts';
import type { AttemptTerms } from '../types.ts';

/**
 * While attempts are cut off, one in so many gets the ceiling: what it takes shows how long the others would have taken.
 *
 * More would learn faster, and let more callers of a hung service wait for the ceiling.
 */
const EXPLORE_ONE_IN = 5;
/** The limit covers 99 of 100 answers as long as it cuts off no more than this. */
const HARMLESS_CUT_RATIO = 0.01;

export interface TimeoutSnapshot {
  readonly limitMs: number;
  /** Null where nothing is measured, or nothing yet. */
  readonly p99Ms: number | null;
  /** Answers of the last minute; an answer that only an exploratory attempt could wait for counts for all it stands for. */
  readonly samples: number;
  /** Attempts of the last minute that passed their limit. Not there where the limit is fixed. */
  readonly cutOff?: number;
  /** Some attempts get the ceiling now, to learn whether the service has become slower. Not there where the limit is fixed. */
  readonly isExploring?: boolean;
  /** What the samples took; not there where the limit is fixed. */
  readonly histogram?: readonly LatencyBar[];
}

/** Gives each attempt its limit: a fixed one, or one that follows what attempts take. The attempt keeps it. */
export class Timeout implements Strategy {
  readonly #options: FixedTimeout | MeasuredTimeout;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #latencies = new LatencyHistogram();

  constructor(options: FixedTimeout | MeasuredTimeout, { clock, random }: Pick<PipelineContext, 'clock' | 'random'>) {
    this.#options = options;
    this.#clock = clock;
    this.#random = random;
  }

  run(call: Call, next: Step, { isProbe = false }: AttemptTerms = {}): Promise<unknown> {
    const options = this.#options;
    return next(call, 'afterMs' in options ? { limitMs: options.afterMs } : this.#measured(options, isProbe));
  }

  #measured(options: MeasuredTimeout, isProbe: boolean): AttemptTerms {
    const nowMs = this.#clock.now();
    const usualMs = this.#measuredMs(options, nowMs);
    const explores = !isProbe && this.#isExploring(options, usualMs) && this.#random() * EXPLORE_ONE_IN < 1;
    return {
      // A breaker's probe finds out whether the service answers, not whether it is as fast as it was.
      limitMs: isProbe || explores ? options.maxMs : usualMs,
      measurement: new Measurement(this.#latencies, this.#clock, nowMs, explores ? usualMs : Infinity),
    };
  }

  /** Answers that are cut off are never samples: without exploration a limit would never learn that a service became slower. */
  #isExploring({ maxMs }: MeasuredTimeout, usualMs: number): boolean {
    return usualMs < maxMs && this.#latencies.cutOff > this.#latencies.attempts * HARMLESS_CUT_RATIO;
  }

  /** A breaker has closed: the service may have become slower for good, and old samples would cut it off again. */
  forget(): void {
    this.#latencies.clear();
  }

  snapshot(): TimeoutSnapshot {
    const options = this.#options;
    if ('afterMs' in options) return { limitMs: options.afterMs, p99Ms: null, samples: 0 };
    const nowMs = this.#clock.now();
    const limitMs = this.#measuredMs(options, nowMs);
    const latencies = this.#latencies;
    return {
      limitMs,
      p99Ms: latencies.p99Ms(nowMs),
      samples: latencies.samples,
      cutOff: latencies.cutOff,
      isExploring: this.#isExploring(options, limitMs),
      histogram: latencies.histogram(nowMs),
    };
  }

  #measuredMs({ p99Times, minMs, maxMs, untilMeasuredMs, samplesNeeded }: MeasuredTimeout, nowMs: number): number {
    const p99Ms = this.#latencies.p99Ms(nowMs);
    if (p99Ms === null || this.#latencies.attempts < samplesNeeded) return untilMeasuredMs;
    return Math.max(minMs, Math.min(maxMs, p99Ms * p99Times));
  }
}

/** How long one attempt takes. */
class Measurement {
  readonly #latencies: LatencyHistogram;
  readonly #clock: Clock;
  readonly #startedAtMs: number;
  /** Only an exploratory attempt may take longer than this; Infinity for all others. */
  readonly #usualLimitMs: number;

  constructor(latencies: LatencyHistogram, clock: Clock, startedAtMs: number, usualLimitMs: number) {
    this.#latencies = latencies;
    this.#clock = clock;
    this.#startedAtMs = startedAtMs;
    this.#usualLimitMs = usualLimitMs;
  }

  completed(): void {
    const nowMs = this.#clock.now();
    const tookMs = nowMs - this.#startedAtMs;
    this.#latencies.record(tookMs, nowMs, tookMs > this.#usualLimitMs ? EXPLORE_ONE_IN : 1);
  }

  timedOut(): void {
    this.#latencies.recordCut(this.#clock.now());
  }
}
