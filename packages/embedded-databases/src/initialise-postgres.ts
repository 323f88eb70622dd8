import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cannotRun } from './cannot-run.ts';
import { config } from './config.ts';
import { giveTo, type DataFolder } from './data-folder.ts';
import { EmbeddedDatabaseError } from './embedded-server.ts';
import { explainPostgres } from './explain-postgres.ts';
import { chownCommand, ownerOf } from './owner.ts';

const PASSWORD_FILE = 'superuser-password';

/**
 * Makes the data folder unless there is one. All or nothing: one that exists is complete.
 *
 * @param durable also asks every client for a password; a throw-away server trusts each client that can reach it
 * @throws EmbeddedDatabaseError
 */
export async function initialisePostgres(
  initdb: string,
  { dir, identity }: DataFolder,
  durable: boolean,
): Promise<void> {
  if (isMade(dir)) return;
  const staging = `${dir}.new`;
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  const passwordFile = join(staging, PASSWORD_FILE);
  writeFileSync(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
  for (const path of [staging, passwordFile]) giveTo(identity, path);

  const data = join(staging, 'data');
  const security = durable ? ['--auth=scram-sha-256', `--pwfile=${passwordFile}`] : ['--auth=trust', '--no-sync'];
  const args = ['-D', data, '-U', 'postgres', '-E', 'UTF8', '--no-locale', '--no-instructions', ...security];
  const { code, output } = await run(initdb, args, { ...identity, cwd: staging });
  if (code !== 0) {
    rmSync(staging, { recursive: true, force: true });
    throw explainPostgres(dir, output);
  }
  if (durable) renameSync(passwordFile, join(data, PASSWORD_FILE));
  renameSync(data, dir);
  rmSync(staging, { recursive: true, force: true });
}

/** The password of `postgres`, where one was set. */
export function superuserPassword(dir: string): string | undefined {
  const file = join(dir, PASSWORD_FILE);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function isMade(dir: string): boolean {
  try {
    if (readdirSync(dir).length === 0) return false;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return false;
    if (code === 'EACCES') {
      const message = `The data in ${dir} belongs to ${ownerOf(dir)}: start the shop as that user, or run ${chownCommand(dir)}.`;
      throw new EmbeddedDatabaseError('data-of-another-user', message, { cause });
    }
    throw cause;
  }
  if (existsSync(join(dir, 'PG_VERSION'))) return true;
  throw new EmbeddedDatabaseError(
    'data-unusable',
    `${dir} holds files that are no PostgreSQL database: move them elsewhere, and the shop makes a new one there.`,
  );
}

type Finished = { code: number | null; output: string };

function run(command: string, args: string[], options: { uid?: number; gid?: number; cwd: string }): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, env: config.forDatabases(), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', chunk => (output += chunk));
    child.stderr.on('data', chunk => (output += chunk));
    child.once('error', cause => reject(cannotRun(command, cause)));
    child.once('close', code => resolve({ code, output }));
  });
}
