import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../config.ts';
import type { Env } from './environment.ts';
import type { Reaper } from './reaper.ts';
import { NotStartedError, type Runnable, type StateName, Supervised, type Watcher } from './supervised.ts';

export const verbs = ['kill', 'stop', 'freeze', 'thaw', 'start'] as const;
export type Verb = (typeof verbs)[number];

/** One line of `GET /processes`. */
export type ProcessLine = {
  name: string;
  kind: 'app' | 'database';
  pid: number | null;
  state: StateName;
  ready: boolean;
  port: number;
  restarts: number;
  /** When a timed verb undoes itself, ISO 8601. */
  until: string | null;
};

/** No process has this name. */
export class UnknownProcessError extends Error {}

const READY_WITHIN_MS = 60 * SECOND;
/** Several who ask at once share one answer of each process. */
const FRESH_MS = 200;

const opposite: Record<Verb, Verb> = { kill: 'start', stop: 'start', freeze: 'thaw', thaw: 'freeze', start: 'stop' };

type Undo = { timer: NodeJS.Timeout; until: Date };

/** All processes of the shop, by name, and the verbs for them. */
export class Supervisor {
  private readonly all = new Map<string, Supervised>();
  private readonly undos = new Map<string, Undo>();
  private readonly reaper: Reaper;
  private readonly crashed: Watcher['crashed'];
  private readonly firstBackOffMs: number | undefined;
  private lastLook: { atMs: number; ready: Promise<Set<string>> } | undefined;

  constructor(reaper: Reaper, crashed: Watcher['crashed'], firstBackOffMs?: number) {
    this.reaper = reaper;
    this.crashed = crashed;
    this.firstBackOffMs = firstBackOffMs;
  }

  /** Takes a process under supervision; it is not started yet. */
  add(runnable: Runnable): Supervised {
    const watcher: Watcher = {
      started: ({ pid }) => this.reaper.watch(pid, runnable.kind),
      ended: ({ pid }) => this.reaper.forget(pid),
      crashed: this.crashed,
    };
    const supervised = new Supervised(runnable, watcher, this.firstBackOffMs);
    this.all.set(runnable.name, supervised);
    return supervised;
  }

  find(name: string): Supervised | undefined {
    return this.all.get(name);
  }

  /** @throws UnknownProcessError */
  private get(name: string): Supervised {
    const supervised = this.all.get(name);
    if (supervised) return supervised;
    throw new UnknownProcessError(`There is no process "${name}"; there are: ${[...this.all.keys()].join(', ')}.`);
  }

  /**
   * Does it, answers when it is done (a start: when ready), and undoes it after `forMs` unless another verb came first.
   *
   * @throws UnknownProcessError, NotApplicableError, NotStartedError
   */
  async act(name: string, verb: Verb, { forMs, env }: { forMs?: number; env?: Env } = {}): Promise<ProcessLine> {
    const supervised = this.get(name);
    this.cancelUndo(name);
    if (verb === 'start') await within(READY_WITHIN_MS, name, supervised.start(env));
    else await supervised[verb]();
    if (forMs !== undefined) this.undoIn(forMs, name, opposite[verb]);
    this.lastLook = undefined;
    return this.line(supervised, await this.whoIsReady());
  }

  async list(): Promise<ProcessLine[]> {
    const ready = await this.whoIsReady();
    return [...this.all.values()].map(each => this.line(each, ready));
  }

  /** Ends everything at once, without a word. */
  killAll(): void {
    for (const each of this.all.values()) if (each.pid !== undefined) void each.kill();
  }

  /** Nothing happens by itself any more. */
  cancelUndos(): void {
    for (const name of this.undos.keys()) this.cancelUndo(name);
  }

  private line(supervised: Supervised, ready: Set<string>): ProcessLine {
    const { name, kind, port } = supervised.runnable;
    return {
      name,
      kind,
      pid: supervised.pid ?? null,
      state: supervised.is,
      ready: supervised.is === 'running' && ready.has(name),
      port,
      restarts: supervised.restarts,
      until: this.undos.get(name)?.until.toISOString() ?? null,
    };
  }

  private whoIsReady(): Promise<Set<string>> {
    if (!this.lastLook || performance.now() - this.lastLook.atMs > FRESH_MS) {
      this.lastLook = { atMs: performance.now(), ready: this.askAll() };
    }
    return this.lastLook.ready;
  }

  private async askAll(): Promise<Set<string>> {
    const running = [...this.all.values()].filter(each => each.is === 'running');
    const answers = await Promise.all(running.map(each => each.runnable.isReady()));
    return new Set(running.flatMap(({ runnable }, index) => (answers[index] ? [runnable.name] : [])));
  }

  private undoIn(forMs: number, name: string, verb: Verb): void {
    const timer = setTimeout(() => {
      this.undos.delete(name);
      // It may have died, or been mended by hand: then there is nothing to undo.
      this.act(name, verb).catch(() => {});
    }, forMs);
    this.undos.set(name, { timer, until: new Date(Date.now() + forMs) });
  }

  private cancelUndo(name: string): void {
    clearTimeout(this.undos.get(name)?.timer);
    this.undos.delete(name);
  }
}

async function within(ms: number, name: string, work: Promise<void>): Promise<void> {
  const over = new AbortController();
  const late = sleep(ms, undefined, { signal: over.signal }).then(
    () => {
      throw new NotStartedError(`${name} was started, but is not ready after ${ms / SECOND} s.`);
    },
    () => {}, // it was ready in time
  );
  await Promise.race([work, late]).finally(() => over.abort());
}
