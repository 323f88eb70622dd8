import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SECOND } from '@watertight/resilience';
import { type TracedPage, TraceStore } from '@watertight/trace-store';
import { LabLease, type LabRun } from './lab-lease.ts';
import { LabProgram, type LabReport } from './lab-program.ts';
import { type FaultMark, FaultMarks } from './fault-marks.ts';
import { type Processes, Supervisor } from './supervisor.ts';
import { type Transition, Transitions } from './transitions.ts';
import { Visitors, type VisitorsState } from './visitors.ts';
import { type WatchedService, WatchServices } from './watch-services.ts';

export interface State {
  at: string;
  /** Undefined where containers run the shop. */
  processes: Processes | undefined;
  services: WatchedService[];
  transitions: readonly Transition[];
  /** Undefined where no visitors are set up. */
  visitors: VisitorsState | undefined;
  /** The experiment that uses the shop; undefined if none does. */
  lab: LabRun | undefined;
  /** Experiments that were started in the control room, newest first. */
  runs: readonly LabReport[];
  /** When faults began and ended. */
  marks: readonly FaultMark[];
  /** Pages of the last minute that failed, then the slowest. Those of visitors only, where a collector has the traces. */
  worstPages: readonly TracedPage[];
}

/** A reading serves all viewers for this long, so that ten tabs cost as much as one. */
const FRESH_MS = 400;
const WATCHED_EVERY_MS = 1 * SECOND;
const WORST = 4;

/** What the screen shows: read while a page is open, and while there are visitors, so that a page opened later has the history. */
@Injectable()
export class CurrentState implements OnModuleDestroy {
  private readonly transitions = new Transitions();
  private readonly marks = new FaultMarks();
  private lastStatuses = '';
  private last: { at: number; state: Promise<State> } | undefined;

  constructor(
    private readonly supervisor: Supervisor,
    private readonly services: WatchServices,
    private readonly visitors: Visitors,
    private readonly traces: TraceStore,
    private readonly lab: LabLease,
    private readonly program: LabProgram,
  ) {}

  private readonly watch = setInterval(() => {
    if (this.visitors.mayBeActive) void this.read();
  }, WATCHED_EVERY_MS);

  onModuleDestroy(): void {
    clearInterval(this.watch);
  }

  read(): Promise<State> {
    if (this.last === undefined || performance.now() - this.last.at > FRESH_MS)
      this.last = { at: performance.now(), state: this.collect() };
    return this.last.state;
  }

  /** A button has changed something: the next reading shows it. */
  forget(): void {
    this.last = undefined;
    this.services.forget();
    this.supervisor.forget();
  }

  private worstPages(visitors: VisitorsState | undefined): readonly TracedPage[] {
    const traced = this.traces.pages.worst(WORST);
    return traced.length > 0 ? traced : (visitors?.report?.worstPages ?? []);
  }

  private async collect(): Promise<State> {
    const [services, visitors] = await Promise.all([this.services.read(), this.visitors.read()]);
    const statuses = [...services.map(({ status }) => status), visitors?.isSilent].join();
    if (statuses !== this.lastStatuses) this.supervisor.forget(); // a process has died, or runs again
    this.lastStatuses = statuses;
    const at = new Date().toISOString();
    const transitions = this.transitions.add(services, at); // before any other reading overtakes this one
    const processes = await this.supervisor.processes();
    return {
      at,
      processes,
      services,
      transitions,
      visitors,
      lab: this.lab.current,
      runs: this.program.runs,
      marks: this.marks.add(services, processes?.list ?? [], Date.parse(at)),
      worstPages: this.worstPages(visitors),
    };
  }
}
