import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * The process and all its descendants, the process first.
 *
 * PostgreSQL's backends are sessions of their own: no process group holds them together, only the parents do.
 */
export function processTree(pid: number): number[] {
  const childrenOf = new Map<number, number[]>();
  for (const [child, parent] of parents()) childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), child]);
  const tree = [pid];
  for (const member of tree) tree.push(...(childrenOf.get(member) ?? []));
  return tree;
}

/** Sends the signal to the process and all its descendants; those that have gone meanwhile are no error. */
export function signalTree(pid: number, signal: NodeJS.Signals): void {
  // The parent is stopped while its children are counted, or it could fork one that gets no signal.
  if (signal !== 'SIGCONT') signalOne(pid, 'SIGSTOP');
  for (const member of processTree(pid)) signalOne(member, signal);
}

/** Sends the signal; false when the process has gone. */
export function signalOne(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Returns whether the process runs. A zombie has ended: where process 1 reaps no orphans (some containers), it stays for ever. */
export function isAlive(pid: number): boolean {
  return signalOne(pid, 0) && stateOf(pid) !== 'Z';
}

function* parents(): Generator<[pid: number, parent: number]> {
  if (process.platform === 'linux') yield* parentsFromProc();
  else {
    const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
    for (const line of table.split('\n')) {
      const [pid, parent] = line.trim().split(/\s+/).map(Number);
      if (pid && parent !== undefined) yield [pid, parent];
    }
  }
}

function* parentsFromProc(): Generator<[pid: number, parent: number]> {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const [state, parent] = statusOf(Number(name));
    if (state && state !== 'Z') yield [Number(name), Number(parent)];
  }
}

/** `R`unning, `S`leeping, s`T`opped, `Z`ombie …; undefined where there is no /proc, or no such process. */
export function stateOf(pid: number): string | undefined {
  return statusOf(pid)[0];
}

function statusOf(pid: number): string[] {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return []; // it has ended, or this system has no /proc
  }
  // "pid (name) state ppid …": the name may hold spaces and brackets, so count from its last bracket.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
