import { mkdirSync } from 'node:fs';
import { createConnection } from 'node:net';
import { dataFolder, giveTo, type DataFolder, type ServerOptions } from './data-folder.ts';
import { EmbeddedDatabaseError, type EmbeddedServer } from './embedded-server.ts';
import { freePort } from './free-port.ts';
import { findRedis, type RedisBinary } from './redis-binary.ts';
import { OPERATOR, type RedisAccess, redisUrl, writeUsers } from './redis-access.ts';
import { runServer } from './run-server.ts';
import { canReach } from './unprivileged.ts';

const RETRIES = 3;
const PING_WITHIN_MS = 500;
/** At most one second of writes is lost in a power cut; nothing is evicted, because queues live here. */
const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'everysec'];
const THROW_AWAY = ['--appendonly', 'no'];

export type RedisOptions = ServerOptions & {
  /** Default: every client may do everything, without a password. */
  access?: RedisAccess;
};

/**
 * Starts the machine's Redis (or Valkey) on 127.0.0.1 and waits until it answers.
 *
 * @throws EmbeddedDatabaseError one sentence that says what to do; code `no-binary` when the machine has none
 */
export async function startRedis(options: RedisOptions = {}): Promise<EmbeddedServer> {
  if (options.durable && options.dataDir === undefined) throw new TypeError('a durable Redis needs a dataDir');
  const binary = findRedis();
  if (!binary) {
    const message =
      'There is no Redis on this machine: "apt-get install redis-server" or "brew install redis" brings it, REDIS_BIN names another.';
    throw new EmbeddedDatabaseError('no-binary', message);
  }
  const folder = dataFolder('redis', options);
  // Started by root, Redis still runs as the user `nobody`: a client that reaches an open Redis may write files as its user.
  const identity = canReach(binary.command, folder.identity) ? folder.identity : undefined;
  mkdirSync(folder.dir, { recursive: true, mode: 0o700 });
  giveTo(identity, folder.dir);

  for (let attempt = 1; ; attempt++) {
    try {
      return await run(binary, { ...folder, identity }, options.port ?? (await freePort()), options);
    } catch (error) {
      const portWasStolen =
        error instanceof EmbeddedDatabaseError && error.code === 'port-taken' && options.port === undefined;
      if (!portWasStolen || attempt > RETRIES) throw error;
    }
  }
}

function run(
  binary: RedisBinary,
  folder: DataFolder,
  port: number,
  { durable = false, access }: RedisOptions,
): Promise<EmbeddedServer> {
  const settings = ['--bind', '127.0.0.1', '--dir', folder.dir, '--save', '', '--maxmemory-policy', 'noeviction'];
  const users = access ? ['--aclfile', writeUsers(access, folder)] : [];
  return runServer({
    ...binary,
    args: ['--port', String(port), ...settings, ...users, ...(durable ? DURABLE : THROW_AWAY)],
    folder,
    url: access ? redisUrl(port, { name: OPERATOR, password: access.operatorPassword }) : `redis://127.0.0.1:${port}`,
    port,
    stopSignal: 'SIGTERM',
    isReady: pid => answers(port, pid, access),
    explain: log => explainRedis(folder.dir, log),
  });
}

/** Asks who answers, too: on a port that was taken, it is another Redis. "-LOADING" instead of PONG means "not yet". */
function answers(port: number, pid: number, access: RedisAccess | undefined): Promise<boolean> {
  const authenticate = access ? `AUTH ${OPERATOR} ${access.operatorPassword}\r\n` : '';
  return new Promise(resolve => {
    const socket = createConnection({ port, host: '127.0.0.1' }, () =>
      socket.write(`${authenticate}PING\r\nINFO server\r\n`),
    );
    let heard = '';
    const done = (isOurs: boolean) => {
      socket.destroy();
      resolve(isOurs);
    };
    socket.setTimeout(PING_WITHIN_MS, () => done(false));
    socket.once('error', () => done(false)); // not listening yet
    socket.on('data', chunk => {
      heard += String(chunk);
      const answeredBy = /^process_id:(\d+)\r$/m.exec(heard)?.[1];
      if (answeredBy) done(/^\+PONG\r$/m.test(heard) && answeredBy === String(pid));
    });
  });
}

function explainRedis(dir: string, log: string): EmbeddedDatabaseError {
  if (/No space left on device/.test(log))
    return new EmbeddedDatabaseError('disk-full', `The disk of ${dir} is full: make room for Redis there.`);
  if (/Address already in use/.test(log))
    return new EmbeddedDatabaseError('port-taken', 'The port for Redis is taken: name another or none.');
  const complaint =
    log
      .trim()
      .split('\n')
      .findLast(line => /^#|\s#\s|rror|rong/.test(line)) ?? 'it ended without a message';
  const why = complaint.replace(/^.*\s#\s/, '').trim();
  if (/Bad file format|Unexpected end of file|signature|corrupt|checksum|RDB format version|Short read/i.test(log)) {
    const message = `Redis cannot use its data in ${dir} (${why}): copy the folder if you need it; "npm run reset" deletes it.`;
    return new EmbeddedDatabaseError('data-unusable', message);
  }
  const message = `Redis did not start (${why}): its data in ${dir} is unchanged, so start again once that is solved.`;
  return new EmbeddedDatabaseError('not-started', message);
}
