import { type ActiveFault, RunningFault, type Target } from './active-fault.ts';
import { kinds } from './kinds.ts';
import { readFault } from './read-fault.ts';

/** How long an answer that tells of a crash has to leave before the process does. */
const LEAVES_WITHIN_MS = 50;

/** The faults of one process, by name. Nothing is stored: a process that is started again is whole. */
export class Faults {
  private readonly running = new Map<string, RunningFault>();

  /** Without a fault a request costs one look at this. */
  get isEmpty(): boolean {
    return this.running.size === 0;
  }

  /**
   * Switches a fault on; one of the same name is replaced, and begins anew.
   *
   * @returns whether there was none of this name
   * @throws InvalidFaultError with each field that is wrong
   */
  put(name: string, body: unknown): { fault: ActiveFault; isNew: boolean } {
    const fault = new RunningFault(name, readFault(body));
    const isNew = this.running.get(name)?.isOver !== false;
    this.running.delete(name); // the later one strikes after those that were there
    this.running.set(name, fault);
    this.strikeProcess(fault);
    return { fault: fault.told(), isNew };
  }

  list(): ActiveFault[] {
    this.forgetEnded();
    return [...this.running.values()].map(fault => fault.told());
  }

  /** False: there is none of this name. */
  delete(name: string): boolean {
    this.forgetEnded();
    return this.running.delete(name);
  }

  clear(): void {
    this.running.clear();
  }

  /** Those that strike this request, in the order they were switched on. Each call draws. */
  draw(target: Target): RunningFault[] {
    this.forgetEnded();
    return [...this.running.values()].filter(fault => fault.strikes(target));
  }

  private strikeProcess(fault: RunningFault): void {
    const { process } = kinds.get(fault.asked.kind) ?? {};
    if (process === undefined) return;
    fault.struckProcess();
    setTimeout(() => this.running.get(fault.name) === fault && process(fault.asked.forMs), LEAVES_WITHIN_MS);
  }

  private forgetEnded(): void {
    for (const [name, fault] of this.running) if (fault.isOver) this.running.delete(name);
  }
}
