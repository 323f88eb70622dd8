import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { MINUTE, SECOND } from '@watertight/resilience';
import type { TimeLimit } from './switchboard.ts';

/** A pattern that was forgotten comes back; no longer time is accepted by `/ops/patterns`. */
const LONGEST_OFF_MS = 10 * MINUTE;

/** An experiment that uses the open shop. */
export interface LabRun {
  readonly id: string;
  readonly experiment: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endsAt: string;
}

/** Which experiment uses the shop now; one at a time, because each breaks the shop in its own way. */
@Injectable()
export class LabLease implements OnModuleDestroy {
  current: LabRun | undefined;
  private timer: NodeJS.Timeout | undefined;
  private whenOver: () => void = () => undefined;

  take(experiment: string, seconds: number, whenOver: () => void): LabRun {
    const now = Date.now();
    const [startedAt, endsAt] = [new Date(now), new Date(now + seconds * SECOND)].map(time => time.toISOString());
    this.current = { id: randomUUID(), experiment, startedAt: startedAt ?? '', endsAt: endsAt ?? '' };
    this.whenOver = whenOver;
    this.timer = setTimeout(whenOver, seconds * SECOND);
    return this.current;
  }

  /** How long a pattern stays off: until the loan ends, else ten minutes. It ends even if this process is killed. */
  get limit(): TimeLimit {
    if (this.current === undefined) return { forMs: LONGEST_OFF_MS };
    return { forMs: Math.max(1, Date.parse(this.current.endsAt) - Date.now()) };
  }

  /** For a run that was killed before it could end its loan. */
  expire(): void {
    clearTimeout(this.timer);
    this.whenOver();
  }

  end(): void {
    clearTimeout(this.timer);
    this.current = undefined;
  }

  onModuleDestroy(): void {
    clearTimeout(this.timer);
  }
}
