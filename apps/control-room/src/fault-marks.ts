import type { ShopProcess } from '@watertight/contracts/supervisor';
import { MINUTE } from '@watertight/resilience';
import type { WatchedService } from './watch-services.ts';

/** A fault began or ended. */
export interface FaultMark {
  /** Epoch milliseconds of the reading that showed it. */
  readonly at: number;
  readonly what: string;
  readonly began: boolean;
}

const KEPT_MS = 2 * MINUTE;

/** When faults began and ended, to be drawn over the charts of the visitors. */
export class FaultMarks {
  private before: ReadonlySet<string> | undefined;
  private marks: readonly FaultMark[] = [];

  /** Compares with the reading before; returns the marks of the last two minutes, oldest first. */
  add(services: readonly WatchedService[], processes: readonly ShopProcess[], at: number): readonly FaultMark[] {
    const now = new Set([
      ...processes.filter(({ state }) => isBroken(state)).map(({ name, state }) => `${name} ${state}`),
      // In containers no list of processes exists: a service that has stopped reporting is the sign.
      ...(processes.length > 0 ? [] : services.filter(hasBecomeSilent).map(({ name }) => `${name} silent`)),
      ...services.flatMap(({ name, faults }) => faults.map(({ kind }) => `${name} ${kind}`)),
    ]);
    const before = this.before ?? now; // of what was broken at the first reading the begin is unknown
    const began = [...now].filter(what => !before.has(what)).map(what => ({ at, what, began: true }));
    const ended = [...before].filter(what => !now.has(what)).map(what => ({ at, what, began: false }));
    this.before = now;
    this.marks = [...this.marks, ...began, ...ended].filter(mark => mark.at > at - KEPT_MS);
    return this.marks;
  }
}

const isBroken = (state: ShopProcess['state']) => ['frozen', 'killed', 'stopped', 'crashed'].includes(state);

const hasBecomeSilent = ({ status, reportedAt }: WatchedService) => status === 'silent' && reportedAt !== null;
