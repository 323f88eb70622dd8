import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { leash } from '@watertight/embedded-databases';
import { config } from './config.ts';

/** An orderly stop takes at most the service's own drain time; what takes longer has hung. */
const STOPS_WITHIN_MS = 15_000;
const KEPT_LOG_CHARACTERS = 1_000_000;

/** How a process ended: by itself with a code, or by a signal. */
export type Exit = { code: number | null; signal: NodeJS.Signals | null };

/** A real process that a test started and may break. It never outlives the test file, nor a killed test run. */
export class AppProcess {
  /** Settles when the process has ended, for whatever reason. Never rejects. */
  readonly exited: Promise<Exit>;
  readonly pid: number;
  readonly url: string;
  readonly #child: ChildProcess;
  #logs = '';

  constructor(child: ChildProcess, url: string) {
    if (child.pid === undefined) throw new Error(`${child.spawnfile} cannot be run`);
    this.pid = child.pid;
    this.url = url;
    this.#child = child;
    const keep = (chunk: Buffer) => void (this.#logs = (this.#logs + chunk.toString()).slice(-KEPT_LOG_CHARACTERS));
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const { promise, resolve } = Promise.withResolvers<Exit>();
    child.once('close', (code, signal) => resolve({ code, signal })); // "close": its last words are in the log
    this.exited = promise;
    const tie = leash(child.pid, 'SIGTERM', undefined);
    void this.exited.then(() => tie.letGo());
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** What it has written so far to stdout and stderr; the last million characters. */
  logs(): string {
    return this.#logs;
  }

  /** SIGTERM, and SIGKILL when it has not ended 15 s later. */
  async stop(): Promise<Exit> {
    this.thaw();
    this.#signal('SIGTERM');
    const patience = new AbortController();
    const killed = sleep(STOPS_WITHIN_MS, undefined, { signal: patience.signal }).then(
      () => this.#signal('SIGKILL'),
      () => {}, // it ended in time
    );
    const exit = await this.exited;
    patience.abort();
    await killed;
    return exit;
  }

  /** SIGKILL. */
  async kill(): Promise<Exit> {
    this.#signal('SIGKILL');
    return this.exited;
  }

  /** SIGSTOP: it accepts connections, because the kernel does, and answers nothing. */
  freeze(): void {
    this.#signal('SIGSTOP');
  }

  thaw(): void {
    this.#signal('SIGCONT');
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.isRunning) this.#child.kill(signal);
  }
}

/** Starts `node <args>` with this environment and nothing else of ours but PATH, HOME and TMPDIR. */
export function spawnNode(args: string[], env: Record<string, string>, url: string): AppProcess {
  const child = spawn(process.execPath, args, {
    env: { ...config.forApps(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new AppProcess(child, url);
}
