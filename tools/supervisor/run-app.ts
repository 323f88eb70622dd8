import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { get } from 'node:http';
import { type Exit, signalTree } from '@watertight/embedded-databases';
import { SECOND } from '../config.ts';
import type { Env } from './environment.ts';

/** Longer than a service's own limit for what is under way (10 s and a little). */
const STOP_WITHIN_MS = 14 * SECOND;
const ANSWER_WITHIN_MS = 400;

/** A process that was started and has perhaps ended. */
export type Running = {
  pid: number;
  /** Settles when it has ended, for whatever reason. Never rejects. */
  exited: Promise<Exit>;
  /** Asks it to end, and ends it when it does not in time. */
  stop(withinMs?: number): Promise<void>;
};

/** Starts `node …args`, in a session of its own: a Ctrl-C in the terminal is for the supervisor, which stops in order. */
export async function runApp(args: readonly string[], env: Env, cwd: string, logFile: number): Promise<Running> {
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', logFile, logFile], detached: true });
  closeSync(logFile);
  const exited = new Promise<Exit>(resolve => child.once('exit', (code, signal) => resolve({ code, signal })));
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const pid = child.pid as number;
  return { pid, exited, stop: withinMs => stop(child, exited, withinMs) };
}

async function stop(child: ChildProcess, exited: Promise<Exit>, withinMs = STOP_WITHIN_MS): Promise<void> {
  const pid = child.pid as number;
  if (child.exitCode !== null || child.signalCode !== null) return;
  signalTree(pid, 'SIGCONT'); // a frozen process hears no SIGTERM
  child.kill('SIGTERM');
  const limit = setTimeout(() => signalTree(pid, 'SIGKILL'), withinMs);
  await exited;
  clearTimeout(limit);
}

/** Whether `/health/ready` answers 200 within 400 ms. */
export function isReady(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const request = get({ host: '127.0.0.1', port, path: '/health/ready', agent: false, timeout: ANSWER_WITHIN_MS });
    request.once('response', response => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false)); // not listening yet, or hanging
    request.once('close', () => resolve(false));
  });
}
