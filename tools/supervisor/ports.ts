import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';

/** A port cannot be used. The message says why, and names the program that holds it. */
export class PortError extends Error {}

/**
 * Whether a program could listen on this port of the loopback.
 *
 * @param onBoth also on ::1, which browsers try first for "localhost": another program there would be shown in our place
 */
export async function isFree(port: number, onBoth: boolean): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && (!onBoth || (await canListen(port, '::1')));
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else if (host === '::1' && isWithoutIpv6(error)) resolve(true);
      else if (error.code === 'EADDRNOTAVAIL')
        reject(new PortError('This machine has no address 127.0.0.1: "sudo ip link set lo up" brings it back.'));
      else if (error.code === 'EACCES') reject(new PortError(`Port ${port} is for root only: choose one above 1023.`));
      else reject(error);
    });
    probe.listen({ port, host, ipv6Only: true }, () => probe.close(() => resolve(true)));
  });
}

const isWithoutIpv6 = ({ code }: NodeJS.ErrnoException) => code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT';

/** The process that listens on a TCP port of this machine; undefined when we may not know. */
export function holderOf(port: number): { pid: number; command: string } | undefined {
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
    const lines = unlessGone(() => readFileSync(table, 'utf8')) ?? ''; // no tcp6 without IPv6
    for (const line of lines.split('\n')) {
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
