import { setTimeout as sleep } from 'node:timers/promises';
import { steps, type Step } from '../bootstrap/progress.mjs';
import { queueKeysOf, redisUsers } from '@watertight/topology';
import { config, dataHome, SECOND } from '../config.ts';
import { appRunnable } from './app-runnable.ts';
import { bringRedis, type Database, postgres, redis, serviceDatabases } from './databases.ts';
import { diskFull } from './disk.ts';
import type { Wiring } from './environment.ts';
import { identityHome, newIdentities } from './identities.ts';
import type { LogFiles } from './log-files.ts';
import { openEveryPage, PageError } from './pages.ts';
import type { Instance } from './process-table.ts';
import type { Supervised } from './supervised.ts';
import type { Supervisor } from './supervisor.ts';
import { newSecret } from './secret-files.ts';
import { askUsersRedis, describeUsersRedis } from './users-redis.ts';

const READY_WITHIN_MS = 60 * SECOND;
const PAGES_WITHIN_MS = 30 * SECOND;
const LOOK_EVERY_MS = 50;

/** The shop did not open. The message says what was missing. */
export class NotOpenedError extends Error {}

export type Opening = {
  supervisor: Supervisor;
  instances: readonly Instance[];
  socketPath: string;
  logs: LogFiles;
  token: string;
  roomKey: string;
  say: (line: string) => void;
  /** Aborted when the shop is to close before it has opened. */
  signal: AbortSignal;
};

/** What a shop that has opened lacks. */
export type Opened = { withoutRedis: boolean };

/**
 * Starts databases and apps, and returns when every page works; says each step with its time.
 *
 * @throws NotOpenedError, RedisUrlError, EmbeddedDatabaseError one sentence that says what to do
 */
export async function openShop(opening: Opening): Promise<Opened> {
  const { supervisor, instances, socketPath, token, roomKey, say, signal } = opening;
  const step = steps(say);
  const [databaseUrls, foundRedis] = await Promise.all([
    openPostgres(opening, step),
    openRedis(opening, step),
    newIdentities(),
  ]);
  signal.throwIfAborted();
  const wiring: Wiring = {
    instances,
    supervisorSocket: socketPath,
    opsToken: token,
    roomKey,
    tracesToken: newSecret(),
    identityHome,
    databaseUrls,
    redisUrls: foundRedis?.urls ?? {},
    queueKeys: newQueueKeys(),
  };
  const processes = instances.map(each => supervisor.add(appRunnable(each, wiring, opening.logs, config.env)));
  const waiting = () => `waiting for ${notRunning(processes)}`;
  await step(
    'services',
    waiting,
    () => startAll(processes, signal),
    () => `${processes.length} processes are ready`,
  );
  const shop = `http://127.0.0.1:${instances.find(({ name }) => name === 'storefront')?.port}`;
  await step(
    'pages',
    'opening every page',
    () => pages(shop, foundRedis?.answers ?? false, signal),
    () => 'every page works',
  );
  return { withoutRedis: foundRedis === undefined };
}

async function openPostgres({ supervisor, instances, logs }: Opening, step: Step): Promise<Record<string, string>> {
  const database = await postgres(dataHome, logs);
  const start = async () => {
    await supervisor.add(database).start();
    return serviceDatabases(database, instances);
  };
  return step('postgres', 'starting PostgreSQL', start, () => `PostgreSQL answers on port ${database.port}`);
}

/** What an earlier start left in Redis has a seal under another key: it is refused there, and the outbox sends it again. */
function newQueueKeys(): Record<string, string> {
  const consumers = Object.keys(redisUsers).flatMap(app => Object.values(queueKeysOf(app)));
  return Object.fromEntries(consumers.map(name => [name, newSecret()]));
}

/** `urls`: by the service whose user it is. */
type FoundRedis = { urls: Record<string, string>; answers: boolean };

/** The user's Redis, or one of our own; undefined when there is none to be had. */
async function openRedis({ supervisor, logs, say }: Opening, step: Step): Promise<FoundRedis | undefined> {
  const users = config.redisUrl();
  if (users) {
    const found = await step('redis', 'asking the Redis of REDIS_URL', () => askUsersRedis(users), describeUsersRedis);
    const urls = Object.fromEntries(Object.keys(redisUsers).map(name => [name, found.url])); // its users are not ours to make
    return { urls, answers: found.answers };
  }
  const start = async () => {
    if (!(await bringRedis(line => say(`  ${line}`)))) return undefined;
    const database = await redis(dataHome, logs);
    await supervisor.add(database).start();
    return database;
  };
  const told = (database: Database | undefined) =>
    database ? `Redis answers on port ${database.port}` : 'this machine has none';
  const ours = await step('redis', 'starting Redis', start, told);
  return ours?.server === undefined ? undefined : { urls: ours.urls, answers: true };
}

/** One that dies comes back by itself; only who dies of a wrong setting never does. */
async function startAll(processes: readonly Supervised[], signal: AbortSignal): Promise<void> {
  for (const each of processes) each.start().catch(() => {}); // told and planned for by the supervisor
  const giveUpAtMs = performance.now() + READY_WITHIN_MS;
  while (processes.some(each => each.is !== 'running')) {
    signal.throwIfAborted();
    requireRoom();
    const lost = processes.find(each => each.isGivenUp);
    if (lost)
      throw new NotOpenedError(`${lost.runnable.name} cannot be started as it is set up; the lines above say why.`);
    if (performance.now() > giveUpAtMs) {
      throw new NotOpenedError(
        `Not ready after ${READY_WITHIN_MS / SECOND} s: ${notRunning(processes)}. See .data/logs.`,
      );
    }
    await sleep(LOOK_EVERY_MS);
  }
}

async function pages(shop: string, whole: boolean, signal: AbortSignal): Promise<void> {
  const giveUpAtMs = performance.now() + PAGES_WITHIN_MS;
  for (;;) {
    signal.throwIfAborted();
    requireRoom();
    const complaint = await openEveryPage(shop, whole).then(
      () => undefined,
      (error: unknown) => (error instanceof PageError ? error : Promise.reject(error as Error)),
    );
    if (!complaint) return;
    if (performance.now() > giveUpAtMs)
      throw new NotOpenedError(`${complaint.message} after ${PAGES_WITHIN_MS / SECOND} s. See .data/logs.`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** Without it a disk that fills up looks like services that never get ready. */
function requireRoom(): void {
  const full = diskFull(dataHome);
  if (full) throw new NotOpenedError(full);
}

const notRunning = (processes: readonly Supervised[]) =>
  processes
    .filter(each => each.is !== 'running')
    .map(each => each.runnable.name)
    .join(', ');
