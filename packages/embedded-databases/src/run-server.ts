import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataFolder } from './data-folder.ts';
import { cannotRun } from './cannot-run.ts';
import { config } from './config.ts';
import { EmbeddedDatabaseError, type EmbeddedServer, type Exit } from './embedded-server.ts';
import { leash } from './leash.ts';
import { signalTree } from './process-tree.ts';

/** A crashed PostgreSQL replays its log before it is ready; on a slow disk that takes a while. */
const READY_WITHIN_MS = 60_000;
const POLL_EVERY_MS = 10;
/** An orderly stop that takes longer is ended as a power cut would; both servers recover from that. */
const STOP_WITHIN_MS = 10_000;

export type ServerCommand = {
  command: string;
  args: string[];
  argv0?: string;
  /** Added to the environment of databases. */
  env?: Record<string, string>;
  folder: DataFolder;
  url: string;
  port: number;
  stopSignal: 'SIGINT' | 'SIGTERM';
  isReady(pid: number): Promise<boolean> | boolean;
  /** Why it ended before it was ready, from its log. */
  explain(log: string): EmbeddedDatabaseError;
};

/**
 * Starts a database server and waits until it answers.
 *
 * @throws EmbeddedDatabaseError it ended or did not get ready within 60 s
 */
export async function runServer(server: ServerCommand): Promise<EmbeddedServer> {
  const { folder, port, url, stopSignal } = server;
  const { child, pid, exited } = await spawnServer(server);
  const tie = leash(pid, stopSignal, folder.throwAwayDir);
  const over = async () => {
    child.ref();
    await exited;
    tie.letGo();
    if (folder.throwAwayDir) rmSync(folder.throwAwayDir, { recursive: true, force: true });
  };
  const kill = async () => {
    if (isRunning(child)) signalTree(pid, 'SIGKILL');
    await over();
  };
  const stop = async () => {
    if (isRunning(child)) {
      signalTree(pid, 'SIGCONT');
      child.kill(stopSignal);
      const limit = setTimeout(() => isRunning(child) && signalTree(pid, 'SIGKILL'), STOP_WITHIN_MS);
      await exited.finally(() => clearTimeout(limit));
    }
    await over();
  };
  await ready(server, child, pid).catch(async (error: unknown) => {
    await kill();
    throw error;
  });
  return {
    url,
    port,
    pid,
    dataDir: folder.dir,
    exited,
    stop,
    kill,
    freeze: () => signalTree(pid, 'SIGSTOP'),
    thaw: () => signalTree(pid, 'SIGCONT'),
  };
}

async function spawnServer({ command, args, argv0, env, folder }: ServerCommand) {
  // A file, not a pipe: a server must not block, nor die, because its owner stopped reading.
  const log = openSync(folder.logFile, 'w', 0o600);
  const child = spawn(command, args, {
    ...folder.identity,
    ...(argv0 && { argv0 }),
    cwd: folder.throwAwayDir ?? folder.dir,
    env: { ...config.forDatabases(), ...env },
    stdio: ['ignore', log, log],
    detached: true, // Ctrl-C reaches the owner only, which stops its databases after their clients
  });
  closeSync(log);
  const exited = new Promise<Exit>(resolve => child.once('exit', (code, signal) => resolve({ code, signal })));
  child.unref();
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', cause => reject(cannotRun(command, cause)));
  });
  return { child, pid: child.pid as number, exited };
}

async function ready(server: ServerCommand, child: ChildProcess, pid: number): Promise<void> {
  const giveUpAtMs = performance.now() + READY_WITHIN_MS;
  while (!(await server.isReady(pid))) {
    if (!isRunning(child)) throw server.explain(readFileSync(server.folder.logFile, 'utf8'));
    if (performance.now() > giveUpAtMs) {
      throw new EmbeddedDatabaseError(
        'not-started',
        `${server.command} did not get ready within ${READY_WITHIN_MS / 1000} s: its log is ${server.folder.logFile}.`,
      );
    }
    await sleep(POLL_EVERY_MS);
  }
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;
