import type { ShopProcess } from '@watertight/contracts/supervisor';
import { MINUTE } from '@watertight/resilience';
import type { WatchedService } from './watch-services.ts';

/** Something was broken, or was whole again. */
export interface FaultMark {
  /** Epoch milliseconds, as it was seen. */
  readonly at: number;
  readonly what: string;
  readonly began: boolean;
}

const KEPT_MS = 2 * MINUTE;

/** When faults began and ended, to be drawn over what shoppers got meanwhile. */
export class FaultMarks {
  private before: ReadonlySet<string> | undefined;
  private marks: readonly FaultMark[] = [];

  /** Compares with the reading before; answers those of the last two minutes, oldest first. */
  note(services: readonly WatchedService[], processes: readonly ShopProcess[], at: number): readonly FaultMark[] {
    const now = new Set([
      ...processes.filter(({ state }) => isBroken(state)).map(({ name, state }) => `${name} ${state}`),
      // Where an engine runs the containers nobody tells of them: a service that has stopped speaking is the sign.
      ...(processes.length > 0 ? [] : services.filter(hasFallenSilent).map(({ name }) => `${name} silent`)),
      ...services.flatMap(({ name, faults }) => faults.map(({ kind }) => `${name} ${kind}`)),
    ]);
    const before = this.before ?? now; // what was broken before anybody looked began nobody knows when
    const began = [...now].filter(what => !before.has(what)).map(what => ({ at, what, began: true }));
    const ended = [...before].filter(what => !now.has(what)).map(what => ({ at, what, began: false }));
    this.before = now;
    this.marks = [...this.marks, ...began, ...ended].filter(mark => mark.at > at - KEPT_MS);
    return this.marks;
  }
}

const isBroken = (state: ShopProcess['state']) => ['frozen', 'killed', 'stopped', 'crashed'].includes(state);

const hasFallenSilent = ({ word, toldAt }: WatchedService) => word === 'silent' && toldAt !== null;
