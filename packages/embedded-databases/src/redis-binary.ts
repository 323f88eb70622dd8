import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { config } from './config.ts';
import { EmbeddedDatabaseError } from './embedded-server.ts';

/** A program that serves Redis' protocol, and the name it must believe it was called by. */
export type RedisBinary = { command: string; argv0?: string };

/**
 * The machine's Redis: REDIS_BIN, else redis-server or valkey-server on PATH, else Debian's redis-tools; undefined when there is none.
 *
 * @throws EmbeddedDatabaseError REDIS_BIN names something that cannot be run
 */
export function findRedis(): RedisBinary | undefined {
  const named = config.redisBin();
  if (named) {
    if (isExecutable(named)) return { command: named };
    throw new EmbeddedDatabaseError(
      'no-binary',
      `REDIS_BIN="${named}": the path of a redis-server that can be run is expected.`,
    );
  }
  const server = onPath('redis-server') ?? onPath('valkey-server');
  if (server) return { command: server };
  const checker = onPath('redis-check-rdb');
  // Debian ships one binary under several names and lets the name decide; the package without a daemon has no "redis-server".
  const disguised = checker && { command: checker, argv0: 'redis-server' };
  return disguised && isServer(disguised) ? disguised : undefined;
}

function onPath(name: string): string | undefined {
  const folders = [...config.path().split(delimiter), '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];
  return folders
    .filter(Boolean)
    .map(folder => join(folder, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // absent or not for us: both mean "not here"
  }
}

function isServer({ command, argv0 }: { command: string; argv0: string }): boolean {
  return / server v=/.test(spawnSync(command, ['--version'], { argv0, encoding: 'utf8', timeout: 5000 }).stdout ?? '');
}
