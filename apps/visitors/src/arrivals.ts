import { SECOND } from '@watertight/resilience';

/** After a pause of the machine at most these come at once: a crowd would be a fault that no user has injected. */
const MOST_AT_ONCE = 20;

/**
 * Starts visitors at a rate, whether those before them have been answered or not (an open loop).
 *
 * The gaps between them are exponential, as for independent visitors (a Poisson process); the same seed gives the same gaps.
 * A closed loop would wait for a slow shop, and so hide that it is slow ("coordinated omission").
 */
export class Arrivals {
  private timer: NodeJS.Timeout | undefined;
  private perSecond = 0;
  private nextAtMs = 0;

  constructor(
    private readonly random: () => number,
    private readonly arrive: () => void,
  ) {}

  get rate(): number {
    return this.perSecond;
  }

  /** From now on so many visitors a second; 0 ends them. */
  set rate(perSecond: number) {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.perSecond = perSecond;
    if (perSecond === 0) return;
    this.nextAtMs = performance.now() + this.gapMs();
    this.wait();
  }

  private wait(): void {
    this.timer = setTimeout(() => this.startDue(), Math.max(0, this.nextAtMs - performance.now()));
  }

  private startDue(): void {
    const nowMs = performance.now();
    for (let started = 0; this.nextAtMs <= nowMs && started < MOST_AT_ONCE; started += 1) {
      this.arrive();
      this.nextAtMs += this.gapMs();
    }
    this.nextAtMs = Math.max(this.nextAtMs, nowMs);
    this.wait();
  }

  private gapMs(): number {
    return (-Math.log(1 - this.random()) * SECOND) / this.perSecond;
  }
}
