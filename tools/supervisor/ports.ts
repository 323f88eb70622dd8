import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';

/** Somebody else listens where the shop must. The message names the holder. */
export class PortTakenError extends Error {}

/** @throws PortTakenError one of them is taken */
export async function requireFreePorts(wanted: readonly { name: string; port: number }[]): Promise<void> {
  for (const { name, port } of wanted) {
    if (await isFree(port)) continue;
    const holder = holderOf(port);
    const who = holder ? `process ${holder.pid} (${holder.command})` : 'a process of another user';
    throw new PortTakenError(
      `Port ${port}, where ${name} listens, is held by ${who}: stop that first, then npm start again.`,
    );
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** Who listens on a TCP port of this machine; undefined when we may not know. */
function holderOf(port: number): { pid: number; command: string } | undefined {
  try {
    return process.platform === 'linux' ? holderOnLinux(port) : holderByLsof(port);
  } catch {
    return undefined; // no lsof, or it found nobody that it may show
  }
}

const LISTEN = '0A';

function holderOnLinux(port: number): { pid: number; command: string } | undefined {
  const socket = `socket:[${listeningInode(port)}]`;
  const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name));
  const pid = pids.find(candidate => descriptorsOf(candidate).includes(socket));
  if (!pid) return undefined;
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
  return { pid: Number(pid), command: shortened(command) };
}

function listeningInode(port: number): string | undefined {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readFileSync(table, 'utf8').split('\n')) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
      if (local?.endsWith(suffix) && state === LISTEN) return inode;
    }
  }
  return undefined;
}

function descriptorsOf(pid: string): string[] {
  const names = unlessGone(() => readdirSync(`/proc/${pid}/fd`)) ?? [];
  return names.flatMap(fd => unlessGone(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? []);
}

function holderByLsof(port: number): { pid: number; command: string } | undefined {
  const [pid] = execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'], { encoding: 'utf8' })
    .trim()
    .split('\n');
  if (!pid) return undefined;
  const command = execFileSync('ps', ['-o', 'command=', '-p', pid], { encoding: 'utf8' }).trim();
  return { pid: Number(pid), command: shortened(command) };
}

function unlessGone<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined; // the process has ended, the descriptor is closed, or neither is ours to look into
  }
}

const shortened = (command: string) => (command.length > 80 ? `${command.slice(0, 79)}…` : command);
