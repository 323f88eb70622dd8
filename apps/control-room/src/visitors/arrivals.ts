import { SECOND } from '@watertight/resilience';

/** After a pause of the machine no more than these come at once: a crowd that nobody asked for would be a fault of ours. */
const MOST_AT_ONCE = 20;

/**
 * Lets visitors come by themselves, whether those before them have been answered or not (an open loop).
 *
 * The gaps between them are exponential, as where nobody knows of the others (a Poisson process); the same seed gives the same gaps.
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

  /** From now on so many a second; 0 ends them. */
  set rate(perSecond: number) {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.perSecond = perSecond;
    if (perSecond === 0) return;
    this.nextAtMs = performance.now() + this.gapMs();
    this.wait();
  }

  private wait(): void {
    this.timer = setTimeout(() => this.letIn(), Math.max(0, this.nextAtMs - performance.now()));
  }

  private letIn(): void {
    const nowMs = performance.now();
    for (let come = 0; this.nextAtMs <= nowMs && come < MOST_AT_ONCE; come += 1) {
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
