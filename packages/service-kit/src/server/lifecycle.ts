import { SECOND } from '@watertight/resilience';

/** How late the heartbeat may be before the event loop counts as stalled. */
const STALL_MS = 250;
const BEAT_MS = 50;
/** Longer, and one hiccup of a busy machine would keep a service out that already answers again. */
const REMEMBER_MS = 1 * SECOND;
/** How long a request that is read in the second after a stall is held: by then its socket shows whether the caller has left. */
const HOLD_MS = 20;

/** While warming, it answers already, but reports that it is not ready. */
export type Phase = 'starting' | 'warming' | 'running' | 'draining';

/** Where the process is in its life, and whether its event loop keeps time. One per process. */
class Lifecycle {
  phase: Phase = 'starting';
  stalls = 0;
  /** When the last request arrived; probes and the control room do not count. */
  askedAtMs = -Infinity;
  private lastBeatMs = performance.now();
  private lastStallMs = -Infinity;
  private heart: NodeJS.Timeout | undefined;
  private beatMs = BEAT_MS;

  /** Starts the monotonic heartbeat that notices a frozen or overloaded process. Default every 50 ms. */
  watch(beatMs = BEAT_MS): void {
    this.beatMs = beatMs;
    this.lastBeatMs = performance.now();
    this.heart = setInterval(() => this.beat(), beatMs);
    this.heart.unref();
  }

  stopWatching(): void {
    clearInterval(this.heart);
  }

  get stalled(): boolean {
    return performance.now() - this.lastStallMs < REMEMBER_MS;
  }

  /** Started, not draining, event loop in time: another replica would not do better. */
  get ready(): boolean {
    return this.phase === 'running' && !this.stalled;
  }

  /** How long a request that is read now should be held: 0, but for the first second after a stall. */
  get holdMs(): number {
    // A woken process reads its sockets before its timers, so the request itself may be the first to notice.
    this.beat();
    return this.stalled ? HOLD_MS : 0;
  }

  private beat(): void {
    const now = performance.now();
    if (this.heart !== undefined && now - this.lastBeatMs > this.beatMs + STALL_MS) {
      this.stalls += 1;
      this.lastStallMs = now;
    }
    this.lastBeatMs = now;
  }
}

export const lifecycle = new Lifecycle();
