import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@watertight/testing';
import { findRedis, startRedis, stateOf, type EmbeddedServer } from './index.ts';

const onLinux = process.platform === 'linux' ? describe : describe.skip; // other systems do not show which process is stopped
const servers: EmbeddedServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map(server => server.stop())));

async function started(options?: Parameters<typeof startRedis>[0]): Promise<EmbeddedServer> {
  const server = await startRedis(options);
  servers.push(server);
  return server;
}

/** One command in Redis' inline form, and the first line of its answer. */
function send({ port }: EmbeddedServer, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ port, host: '127.0.0.1' }, () => socket.write(`${command}\r\n`));
    socket.once('error', reject);
    socket.once('data', answer => {
      socket.destroy();
      resolve(String(answer).trim());
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
  const folder = mkdtempSync(join(tmpdir(), 'watertight-test-'));
  chmodSync(folder, 0o755);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
