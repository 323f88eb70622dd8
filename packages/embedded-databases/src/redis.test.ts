import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@watertight/testing';
import { findRedis, startRedis, stateOf, type EmbeddedServer } from './index.ts';

const onLinux = process.platform === 'linux' ? describe : describe.skip; // other systems do not show which process is stopped
const folder = mkdtempSync(join(tmpdir(), 'watertight-test-'));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const servers: EmbeddedServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map(server => server.stop())));

async function started(options?: Parameters<typeof startRedis>[0]): Promise<EmbeddedServer> {
  const server = await startRedis(options);
  servers.push(server);
  return server;
}

/** One command in Redis' inline form as this user, and the first line of its answer. */
function send({ port }: EmbeddedServer, command: string, user?: { name: string; password: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ port, host: '127.0.0.1' }, () =>
      socket.write(`${user ? `AUTH ${user.name} ${user.password}\r\n` : ''}${command}\r\n`),
    );
    let heard = '';
    socket.once('error', reject);
    socket.on('data', answer => {
      heard += String(answer);
      const lines = heard.trim().split('\r\n');
      if (user && lines[0] === '+OK') lines.shift();
      if (lines.length === 0) return;
      socket.destroy();
      resolve(lines.join('\r\n'));
    });
  });
}

describe('a throw-away Redis', () => {
  it('answers, evicts nothing and writes nothing', async () => {
    const server = await started();
    expect(await send(server, 'PING')).toBe('+PONG');
    expect(await send(server, 'CONFIG GET maxmemory-policy')).toMatch(/noeviction/);
    expect(await send(server, 'CONFIG GET appendonly')).toMatch(/no$/);
  });

  it('is gone after stop, with its port', async () => {
    const server = await startRedis();
    await server.stop();
    await expect(send(server, 'PING')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('a Redis with users', () => {
  const baskets = { name: 'baskets', password: 'p-1', rules: '~basket:* +get +set +eval' };
  const access = { users: [baskets], operatorPassword: 'p-2' };
  const operator = { name: 'operator', password: 'p-2' };

  it('refuses a client without a password, and one with a wrong password', async () => {
    const server = await started({ access });
    expect(await send(server, 'GET basket:1')).toMatch(/^-NOAUTH/);
    expect(await send(server, 'GET basket:1', { ...baskets, password: 'wrong' })).toMatch(/^-WRONGPASS/);
    expect(await send(server, 'PING', { name: 'default', password: 'any' })).toMatch(/^-WRONGPASS/);
  });

  it('lets each user do what its rules name, with its own keys, and nothing else', async () => {
    const server = await started({ access });
    expect(await send(server, 'SET basket:1 rope', baskets)).toBe('+OK');
    for (const command of [
      'SET order:1 x',
      'GET order:1',
      'KEYS *',
      'FLUSHALL',
      'CONFIG SET maxmemory 1',
      'REPLICAOF NO ONE',
      "EVAL \"return redis.call('SET','order:1','x')\" 0",
      "EVAL \"return redis.call('KEYS','*')\" 0",
    ])
      expect(`${command}: ${await send(server, command, baskets)}`).toMatch(/NOPERM|can't (access|run)/);
    expect(await send(server, 'KEYS *', operator)).toBe('*1\r\n$8\r\nbasket:1');
  });

  it('has the passwords in no file in clear, and the file for itself alone', async () => {
    const server = await started({ access });
    const path = join(server.dataDir, 'users.acl');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).not.toMatch(/p-[12]/);
    expect(server.url).toBe(`redis://operator:p-2@127.0.0.1:${server.port}`);
  });

  it('knows after a restart what its users wrote, also in transactions', async () => {
    const dataDir = join(folder, 'kept');
    const first = await started({ access, dataDir, durable: true });
    await send(first, 'SET basket:1 rope', baskets);
    await send(
      first,
      "EVAL \"redis.call('SET',KEYS[1],'x') return redis.call('SET',KEYS[2],'x')\" 2 basket:2 basket:3",
      baskets,
    );
    await first.stop();
    const second = await started({ access, dataDir, durable: true });
    expect(await send(second, 'DBSIZE', operator)).toBe(':3');
  });

  it('no longer knows the password of the start before', async () => {
    const dataDir = join(folder, 'rotated');
    await (await started({ access, dataDir, durable: true })).stop();
    const second = await started({
      access: { ...access, users: [{ ...baskets, password: 'p-3' }] },
      dataDir,
      durable: true,
    });
    expect(await send(second, 'GET basket:1', baskets)).toMatch(/^-WRONGPASS/);
    expect(await send(second, 'GET basket:1', { ...baskets, password: 'p-3' })).toBe('$-1');
  });
});

onLinux('a frozen Redis', () => {
  it('accepts, and answers only when it is thawed', async () => {
    const server = await started();
    server.freeze();
    await until(() => stateOf(server.pid) === 'T', { withinMs: 1000 });
    let answered = '';
    const answer = send(server, 'PING').then(line => (answered = line));
    expect(answered).toBe('');
    server.thaw();
    expect(await answer).toBe('+PONG');
  });
});

describe('a durable Redis', () => {
  it('knows after a restart what it knew before', async () => {
    const dataDir = join(folder, 'redis');
    const first = await started({ dataDir, durable: true });
    await send(first, 'SET order 7831');
    await first.stop();

    const second = await started({ dataDir, durable: true });
    expect(await send(second, 'GET order')).toBe('$4\r\n7831');
  });

  it('refuses a port that is taken', async () => {
    const first = await started();
    await expect(startRedis({ port: first.port })).rejects.toMatchObject({ code: 'port-taken' });
  });
});

describe('the Redis of this machine', () => {
  const before = process.env['REDIS_BIN'];
  afterEach(() => {
    if (before === undefined) delete process.env['REDIS_BIN'];
    else process.env['REDIS_BIN'] = before;
  });

  it('is the one that REDIS_BIN names', () => {
    process.env['REDIS_BIN'] = process.execPath;
    expect(findRedis()).toEqual({ command: process.execPath });
  });

  it('is refused when REDIS_BIN names nothing that can be run', () => {
    process.env['REDIS_BIN'] = '/nowhere/redis-server';
    expect(() => findRedis()).toThrow(
      'REDIS_BIN="/nowhere/redis-server": the path of a redis-server that can be run is expected.',
    );
  });
});
