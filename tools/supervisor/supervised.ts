import { setTimeout as sleep } from 'node:timers/promises';
import { type Exit, signalTree, stateOf } from '@watertight/embedded-databases';
import { SECOND } from '../config.ts';
import { backOffMs } from './back-off.ts';
import type { Env } from './environment.ts';
import type { Running } from './run-app.ts';

const LOOK_EVERY_MS = 50;
/** Who stayed up this long did not die of its start: the next death waits 1 s again. */
const STEADY_MS = 30 * SECOND;
/** sysexits.h, a wrong setting: it will be as wrong the next time. */
const EX_CONFIG = 78;

/** Something that can be run, again and again. */
export type Runnable = {
  name: string;
  kind: 'app' | 'database';
  port: number;
  /** @param env added to its environment for this run */
  launch(env: Env): Promise<Running>;
  isReady(): Promise<boolean>;
};

type State =
  | { is: 'stopped' | 'killed' }
  | { is: 'starting'; running?: Running }
  | { is: 'running' | 'frozen'; running: Running }
  | { is: 'crashed'; restart: NodeJS.Timeout | undefined };

export type StateName = State['is'];

/** What a supervised process tells about itself; nothing depends on whether anybody listens. */
export type Watcher = {
  started(running: Running): void;
  ended(running: Running): void;
  /** @param restartInMs undefined: it will not be started again */
  crashed(name: string, exit: Exit | Error, restartInMs: number | undefined): void;
};

/** The verb does not fit the state the process is in. */
export class NotApplicableError extends Error {}
/** The process did not get ready. */
export class NotStartedError extends Error {}

/** One process of the shop through all its lives: started, broken and mended by verbs, restarted when it dies without one. */
export class Supervised {
  readonly runnable: Runnable;
  restarts = 0;
  private readonly watcher: Watcher;
  private readonly firstBackOffMs: number;
  private state: State = { is: 'stopped' };
  private env: Env = {};
  private deathsInARow = 0;
  private readySinceMs = Infinity;
  /** The end of the run before, which may still hold the port. */
  private gone: Promise<unknown> = Promise.resolve();

  constructor(runnable: Runnable, watcher: Watcher, firstBackOffMs = 1 * SECOND) {
    this.runnable = runnable;
    this.watcher = watcher;
    this.firstBackOffMs = firstBackOffMs;
  }

  /** A process may also have been stopped by a signal that was not ours. */
  get is(): StateName {
    const { pid } = this;
    return this.state.is === 'running' && pid !== undefined && stateOf(pid) === 'T' ? 'frozen' : this.state.is;
  }

  get pid(): number | undefined {
    return 'running' in this.state ? this.state.running?.pid : undefined;
  }

  /** It died and will not be started again by itself. */
  get isGivenUp(): boolean {
    return this.state.is === 'crashed' && this.state.restart === undefined;
  }

  /** Starts it and waits until it is ready. @throws NotApplicableError it is up; NotStartedError it ended first */
  async start(env: Env = {}): Promise<void> {
    if (this.state.is === 'starting' || 'running' in this.state) this.refuse('start');
    this.cancelRestart();
    this.env = env;
    await this.launch(() => (this.state = { is: 'stopped' })); // the caller is told, and decides
  }

  /** Ends it and its children at once; it stays down. @throws NotApplicableError */
  async kill(): Promise<void> {
    const running = this.end('kill', 'killed');
    if (running) signalTree(running.pid, 'SIGKILL');
    await running?.exited;
  }

  /** Asks it to end and waits until it has; it stays down. @throws NotApplicableError */
  async stop(withinMs?: number): Promise<void> {
    await this.end('stop', 'stopped')?.stop(withinMs);
  }

  /** Stops it and its children from running: it accepts and answers nothing. @throws NotApplicableError */
  freeze(): void {
    const { state } = this;
    if (!('running' in state) || !state.running || this.is === 'frozen') this.refuse('freeze');
    signalTree(state.running.pid, 'SIGSTOP');
    this.state = { is: 'frozen', running: state.running };
  }

  /** @throws NotApplicableError it is not frozen */
  thaw(): void {
    const { state } = this;
    if (!('running' in state) || !state.running || this.is !== 'frozen') this.refuse('thaw');
    signalTree(state.running.pid, 'SIGCONT');
    this.state = { is: 'running', running: state.running };
  }

  private refuse(verb: string): never {
    const { name } = this.runnable;
    throw new NotApplicableError(`${name} is ${this.is}: there is nothing to ${verb}.`);
  }

  private end(verb: string, becomes: 'killed' | 'stopped'): Running | undefined {
    const { state } = this;
    if (state.is === 'stopped' || state.is === 'killed') this.refuse(verb);
    this.cancelRestart();
    this.state = { is: becomes };
    const running = 'running' in state ? state.running : undefined;
    if (running) this.gone = running.exited;
    return running;
  }

  private async launch(failed: (error: Error) => void): Promise<void> {
    const starting: State & { is: 'starting' } = { is: 'starting' };
    this.state = starting;
    await this.gone;
    const running = await this.runnable.launch(this.env).catch((error: Error) => {
      if (this.state === starting) failed(error);
      throw error;
    });
    this.watcher.started(running);
    void running.exited.then(exit => this.ended(running, exit));
    if (this.state !== starting) {
      // A verb came while there was nothing yet to kill or stop.
      this.gone = running.exited;
      signalTree(running.pid, 'SIGKILL');
      throw new NotStartedError(`${this.runnable.name} was ${this.state.is} while it started.`);
    }
    starting.running = running;
    await this.ready(starting, running);
  }

  private async ready(starting: State, running: Running): Promise<void> {
    while (this.state === starting) {
      if ((await this.runnable.isReady()) && this.state === starting) {
        this.state = { is: 'running', running };
        this.readySinceMs = performance.now();
        return;
      }
      await sleep(LOOK_EVERY_MS);
    }
    if (this.pid === running.pid) return; // frozen while it started: it will be ready when it is thawed
    throw new NotStartedError(`${this.runnable.name} ended before it was ready.`);
  }

  private ended(running: Running, exit: Exit): void {
    this.watcher.ended(running);
    if ('running' in this.state && this.state.running === running) this.died(exit);
  }

  /** Without a verb: it comes back by itself, later each time. */
  private died(exit: Exit | Error): void {
    const wasSteady = performance.now() - this.readySinceMs > STEADY_MS;
    this.readySinceMs = Infinity;
    this.deathsInARow = wasSteady ? 1 : this.deathsInARow + 1;
    const hopeless = 'code' in exit && exit.code === EX_CONFIG;
    const restartInMs = hopeless ? undefined : backOffMs(this.deathsInARow, this.firstBackOffMs);
    this.state = { is: 'crashed', restart: restartInMs === undefined ? undefined : this.restartIn(restartInMs) };
    this.watcher.crashed(this.runnable.name, exit, restartInMs);
  }

  private restartIn(delayMs: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.restarts += 1;
      this.launch(error => this.died(error)).catch(() => {}); // a death has been told to the watcher, and planned for
    }, delayMs);
  }

  private cancelRestart(): void {
    if (this.state.is === 'crashed') clearTimeout(this.state.restart);
  }
}
