import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataFolder, type DataFolder, type ServerOptions } from './data-folder.ts';
import { EmbeddedDatabaseError, type EmbeddedServer } from './embedded-server.ts';
import { explainPostgres } from './explain-postgres.ts';
import { freePort } from './free-port.ts';
import { initialisePostgres, superuserPassword } from './initialise-postgres.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { runServer } from './run-server.ts';
import { staleLockPid } from './stale-lock.ts';

/** Of which the server keeps 3 for its superuser. */
export const maxConnections = 200;
/** Commits do not wait for the disk: a throw-away server still survives a crash of its own, only not of the machine. */
const THROW_AWAY = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
const RETRIES = 30;
const RETRY_EVERY_MS = 100;

/**
 * Starts PostgreSQL 18 on 127.0.0.1 with at most 200 connections, and waits until it answers.
 *
 * @throws EmbeddedDatabaseError one sentence that says what to do
 */
export async function startPostgres(options: ServerOptions = {}): Promise<EmbeddedServer> {
  const durable = options.durable ?? false;
  if (durable && options.dataDir === undefined) throw new TypeError('a durable PostgreSQL needs a dataDir');
  const folder = dataFolder('postgres', options);
  const { initdb, postgres } = postgresBinaries(folder.identity);
  await initialisePostgres(initdb, folder, durable);

  for (let attempt = 1; ; attempt++) {
    try {
      return await run(postgres, folder, options.port ?? (await freePort()), durable);
    } catch (error) {
      if (!mayPass(error, options) || attempt > RETRIES) throw error;
      await sleep(RETRY_EVERY_MS);
    }
  }
}

function run(postgres: string, folder: DataFolder, port: number, durable: boolean): Promise<EmbeddedServer> {
  const settings = [
    'listen_addresses=127.0.0.1',
    `max_connections=${maxConnections}`,
    'shared_buffers=48MB',
    ...(durable ? [] : THROW_AWAY),
  ];
  const password = superuserPassword(folder.dir);
  const stalePid = staleLockPid(folder.dir);
  return runServer({
    command: postgres,
    args: ['-D', folder.dir, '-p', String(port), '-k', '', ...settings.flatMap(setting => ['-c', setting])],
    // PostgreSQL takes a lock file with this number for one of its own launcher, and keeps all its other checks.
    ...(stalePid !== undefined && { env: { PG_GRANDPARENT_PID: String(stalePid) } }),
    folder,
    url: `postgres://postgres${password ? `:${password}` : ''}@127.0.0.1:${port}/postgres`,
    port,
    stopSignal: 'SIGINT', // "fast": sessions are cut, what was committed is written
    isReady: pid => isReady(folder.dir, pid),
    explain: log => explainPostgres(folder.dir, log),
  });
}

/** The postmaster writes its own state into the eighth line of its lock file; pg_ctl reads it there too. */
function isReady(dir: string, pid: number): boolean {
  try {
    const lines = readFileSync(join(dir, 'postmaster.pid'), 'utf8').split('\n');
    return lines[0] === String(pid) && lines[7]?.trim() === 'ready';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Returns whether another try may help: another process took the free port first, or backends of a killed server are still ending. */
function mayPass(error: unknown, { port }: ServerOptions): boolean {
  if (!(error instanceof EmbeddedDatabaseError)) return false;
  return (
    (error.code === 'port-taken' && port === undefined) ||
    (error.code === 'data-in-use' && /killed/.test(error.message))
  );
}
