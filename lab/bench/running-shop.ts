import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { get } from 'node:http';
import type { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';

const OPEN = 'The shop is open';
const STOP_MS = 30_000;

export interface RunningShop {
  /** From the command to the line that says that every page works. */
  openAfterMs: number;
  /** The longest time without a line of progress. */
  longestSilenceMs: number;
  /** What it has written so far. */
  readonly output: string;
  stop(): Promise<void>;
}

interface Start {
  folder: string;
  /** Of `npm start`, for example `--twin`. */
  args?: readonly string[];
  env?: NodeJS.ProcessEnv;
  withinMs: number;
}

/** Runs `npm start` in a checkout until every page works. @throws Error with the last lines when it does not within `withinMs` */
export async function startShop({ folder, args = [], env = process.env, withinMs }: Start): Promise<RunningShop> {
  const startMs = performance.now();
  const npm = spawnStart(folder, args, env);
  let output = '';
  let lastLineMs = startMs;
  let longestSilenceMs = 0;
  const { promise: open, resolve, reject } = Promise.withResolvers<void>();
  const read = (chunk: Buffer) => {
    longestSilenceMs = Math.max(longestSilenceMs, performance.now() - lastLineMs);
    lastLineMs = performance.now();
    output += chunk.toString();
    if (output.includes(OPEN)) resolve();
  };
  npm.stdout.on('data', read);
  npm.stderr.on('data', read);
  npm.once('exit', code => reject(new Error(`npm start ended with ${code}:\n${output.slice(-2000)}`)));
  const limit = setTimeout(() => reject(new Error(`not open after ${withinMs} ms:\n${output.slice(-2000)}`)), withinMs);
  try {
    await open;
  } catch (error) {
    await stop(npm);
    throw error;
  } finally {
    clearTimeout(limit);
  }
  const openAfterMs = performance.now() - startMs;
  return {
    openAfterMs,
    longestSilenceMs,
    get output() {
      return output;
    },
    stop: () => stop(npm),
  };
}

function spawnStart(folder: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  // Visitors of its own would be measured as well.
  const alone = { VISITORS_PER_SECOND: '0', ...env };
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
  return spawn('npm', ['start', '--', ...args], { cwd: folder, env: alone, stdio, detached: true });
}

async function stop(npm: ChildProcess): Promise<void> {
  if (npm.pid === undefined || npm.exitCode !== null || npm.signalCode !== null) return;
  const ended = new Promise(resolve => npm.once('exit', resolve));
  process.kill(-npm.pid, 'SIGINT'); // as Ctrl-C does: the whole foreground group
  const limit = setTimeout(() => npm.pid !== undefined && process.kill(-npm.pid, 'SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(limit);
}

export interface SupervisedProcess {
  name: string;
  kind: 'app' | 'database';
  pid: number;
}

/** The processes of the running shop, from its supervisor. */
export async function processes(folder: string): Promise<SupervisedProcess[]> {
  const options = { socketPath: `${folder}/.data/supervisor.sock`, path: '/processes', agent: false };
  const [answer] = (await once(get({ ...options, signal: AbortSignal.timeout(5000) }), 'response')) as [Readable];
  const { processes: all } = (await json(answer)) as { processes: SupervisedProcess[] };
  return all;
}

/** Proportional set size of a process in MB: shared pages are divided among the processes that share them (Linux). */
export async function pssMb(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1]) / 1024;
}

/** CPU time a process has used, in ms (Linux: clock ticks of 10 ms). */
export async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
