import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  createServiceDatabases,
  EmbeddedDatabaseError,
  type EmbeddedServer,
  findRedis,
  freePort,
  installRedisOnDebian,
  mayInstallRedis,
  redisUrl,
  type RedisUser,
  roleLimits,
  startPostgres,
  startRedis,
} from '@watertight/embedded-databases';
import { redisUsers } from '@watertight/topology';
import type { LogFiles } from './log-files.ts';
import type { Instance } from './process-table.ts';
import type { Runnable } from './supervised.ts';

/** Beside the usual ones, which the user's own servers may want. */
const PREFERRED_PORT = { postgres: 15_432, redis: 16_379 };
/** Of the 200 that the server has, 3 are its superuser's. With more than 14 processes each has less than its pools hold. */
const CONNECTIONS_OF_SERVICES = 196;

export type Database = Runnable & {
  /** Where it listens since it was last launched. */
  server: EmbeddedServer | undefined;
};

/** PostgreSQL with lasting data in <home>/postgres, on the same port in all its lives. */
export const postgres = (home: string, logs: LogFiles) => database('postgres', startPostgres, home, logs);

/** Redis with lasting data in <home>/redis, and a user with a new password for each service; their addresses by its name. */
export async function redis(home: string, logs: LogFiles): Promise<Database & { urls: Record<string, string> }> {
  const users: RedisUser[] = Object.entries(redisUsers).map(([name, rules]) => ({
    name,
    rules,
    password: newPassword(),
  }));
  const access = { users, operatorPassword: newPassword() };
  const found = await database('redis', options => startRedis({ ...options, access }), home, logs);
  return Object.assign(found, {
    urls: Object.fromEntries(users.map(user => [user.name, redisUrl(found.port, user)])),
  });
}

const newPassword = () => randomBytes(18).toString('hex');

async function database(
  name: 'postgres' | 'redis',
  start: typeof startPostgres,
  home: string,
  logs: LogFiles,
): Promise<Database> {
  const port = await freePort(PREFERRED_PORT[name]);
  const options = { dataDir: join(home, name), port, durable: true, logFile: logs.pathOf(name) };
  const runnable: Database = {
    name,
    kind: 'database',
    port,
    server: undefined,
    launch: async () => {
      const server = await start(options);
      runnable.server = server;
      return server;
    },
    isReady: () => Promise.resolve(true), // its launch waits until it answers
  };
  return runnable;
}

/** Whether this machine has, or by now has got, a Redis; when it could not be brought, that is said. */
export async function bringRedis(say: (line: string) => void): Promise<boolean> {
  if (findRedis()) return true;
  if (!mayInstallRedis()) return false;
  try {
    await installRedisOnDebian(say);
    return true;
  } catch (error) {
    if (!(error instanceof EmbeddedDatabaseError)) throw error;
    say(error.message); // the shop opens without it
    return false;
  }
}

/** A database and a role with a new password for each app that owns one; their URLs by the app's name. */
export async function serviceDatabases(
  { server }: Database,
  instances: readonly Instance[],
): Promise<Record<string, string>> {
  if (!server) return {}; // it was stopped before it had started
  const owners = instances.filter(({ app }) => app.database);
  const each = Math.min(roleLimits().connections, Math.floor(CONNECTIONS_OF_SERVICES / owners.length));
  const apps = [...new Set(owners.map(({ app }) => app))];
  return createServiceDatabases(
    server,
    apps.map(app => ({
      name: app.name,
      password: newPassword(),
      extensions: [...(app.database?.extensions ?? [])],
      connectionLimit: each * owners.filter(owner => owner.app === app).length,
    })),
  );
}
