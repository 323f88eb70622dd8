import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { signalOne, stateOf } from './process-tree.ts';

/**
 * The number in a lock file that PostgreSQL would believe although its server has ended: after a power cut, or in a
 * container, another program has got that number. Undefined when there is no lock file, or its number is no problem.
 */
export function staleLockPid(dataDir: string): number | undefined {
  const pid = lockPid(dataDir);
  return pid !== undefined && exists(pid) && !isServerOf(pid, dataDir) ? pid : undefined;
}

function lockPid(dataDir: string): number | undefined {
  try {
    return Math.abs(Number.parseInt(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8'), 10)) || undefined;
  } catch {
    return undefined; // it was stopped in order, or PostgreSQL itself will report what is wrong with the file
  }
}

function exists(pid: number): boolean {
  try {
    return signalOne(pid, 0);
  } catch {
    return false; // a process of another user: PostgreSQL, too, takes that for no server of its own
  }
}

/** Whether this process is a PostgreSQL that works in the folder. In doubt it is. */
function isServerOf(pid: number, dataDir: string): boolean {
  if (stateOf(pid) === 'Z') return false; // it has ended, and process 1 of a container does not collect it
  try {
    // The server and all its children stay in their data folder for as long as they run.
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataDir);
  } catch {
    return /postgres|postmaster/.test(nameOf(pid)); // no /proc (macOS), or a process that hides its folder
  }
}

function nameOf(pid: number): string {
  const { stdout } = spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout || 'postgres, in doubt';
}
