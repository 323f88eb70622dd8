import { existsSync } from 'node:fs';
import { EmbeddedDatabaseError } from './embedded-server.ts';

/** Explains why the kernel refused to start a program of a database. */
export function cannotRun(command: string, cause: NodeJS.ErrnoException): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError('no-binary', `${command} cannot be run: ${reasonOf(command, cause)}`, { cause });
}

function reasonOf(command: string, { code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOENT':
      // The kernel says "no such file" of the loader, too: npm's PostgreSQL is built for glibc.
      return existsSync(command)
        ? 'its loader (glibc) is missing, as on Alpine and other systems with musl. Use "docker compose up", or a system with glibc, for example Debian.'
        : 'it is not there. Remove node_modules and install again.';
    case 'EACCES':
      return 'it may not be executed. Check its mode, and that its file system is not mounted with "noexec".';
    case 'ENOEXEC':
      return 'it is built for another kind of processor. Remove node_modules and install again on this machine.';
    case 'EAGAIN':
    case 'EMFILE':
    case 'ENFILE':
    case 'ENOMEM':
      return `the machine has no more processes, files or memory for it (${code}). Raise "ulimit -u" and "ulimit -n", or stop other programs.`;
    default:
      return `${message}.`;
  }
}
