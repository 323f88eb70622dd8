import { Injectable } from '@nestjs/common';
import type { ShopProcess } from '@watertight/contracts/supervisor';
import { Supervisor } from './supervisor.ts';
import { type Transition, Transitions } from './transitions.ts';
import { type WatchedService, WatchServices } from './watch-services.ts';

export interface State {
  at: string;
  /** Undefined where containers run the shop. */
  processes: { list: readonly ShopProcess[]; silent: boolean } | undefined;
  services: WatchedService[];
  transitions: readonly Transition[];
}

/** A reading serves all viewers for this long, so that ten tabs ask no more than one. */
const FRESH_MS = 400;

/** What the one screen shows: processes and pipelines, read when somebody looks. */
@Injectable()
export class CurrentState {
  private readonly transitions = new Transitions();
  private last: { at: number; state: Promise<State> } | undefined;

  constructor(
    private readonly supervisor: Supervisor,
    private readonly services: WatchServices,
  ) {}

  read(): Promise<State> {
    if (this.last === undefined || performance.now() - this.last.at > FRESH_MS)
      this.last = { at: performance.now(), state: this.collect() };
    return this.last.state;
  }

  private async collect(): Promise<State> {
    const [processes, services] = await Promise.all([this.supervisor.processes(), this.services.read()]);
    const at = new Date().toISOString();
    return { at, processes, services, transitions: this.transitions.note(services, at) };
  }
}
