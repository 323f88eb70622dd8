import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createConnection } from 'node:net';
import { findRedis, freePort } from '@watertight/embedded-databases';
import { redisUsers } from '@watertight/topology';
import { until } from '@watertight/testing';
import { parse } from 'yaml';
import { config, root } from '../config.ts';

/** As Compose replaces them where there is no .env. */
const withDefaults = (text: string) => text.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');
const compose = parse(withDefaults(readFileSync(join(root, 'docker-compose.yml'), 'utf8')), { merge: true }) as {
  services: Record<string, { environment: Record<string, string> }>;
};

describe('the Redis of the containers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-start-redis-'));
  const users = join(folder, 'users.acl');
  let port: number;
  let server: ChildProcess;

  beforeAll(async () => {
    port = await freePort();
    symlinkSync(findRedis()?.command ?? '', join(folder, 'redis-server')); // Debian's tools have it under another name
    server = spawn('bash', [join(root, 'tools/containers/start-redis.sh'), '--port', String(port), '--save', ''], {
      env: {
        PATH: [folder, config.env()['PATH']].join(delimiter),
        REDIS_USERS: users,
        ...compose.services['redis']?.environment,
      },
      cwd: folder,
    });
    await until(() => send('AUTH probe none', 'PING').then(answer => answer.includes('+PONG')), { withinMs: 5000 });
  });
  afterAll(async () => {
    server.kill();
    await once(server, 'exit');
    rmSync(folder, { recursive: true });
  });

  /** All that Redis answers to these commands. */
  const send = async (...commands: string[]) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.write([...commands, 'QUIT', ''].join('\r\n'));
    return (await socket.setEncoding('utf8').toArray()).join('');
  };

  it('lets each service of Compose in by its own user and password, and another service not by that password', async () => {
    const addresses = Object.entries(compose.services).flatMap(([name, { environment }]) =>
      environment?.['REDIS_URL'] === undefined ? [] : [[name, new URL(environment['REDIS_URL'])] as const],
    );
    expect(new Set(addresses.map(([, { username }]) => username))).toEqual(new Set(Object.keys(redisUsers)));
    for (const [name, { username, password }] of addresses) {
      expect(name.startsWith(username)).toBe(true);
      expect(await send(`AUTH ${username} ${password}`, 'PING')).toMatch(/^\+OK\r\n\+PONG/);
      const other = username === 'search' ? 'checkout' : 'search';
      expect(await send(`AUTH ${other} ${password}`)).toMatch(/^-WRONGPASS/);
    }
  });

  it('has a user for its health check that can do nothing else, and no user without a name', async () => {
    expect(await send('AUTH probe none', 'GET x')).toMatch(/^\+OK\r\n-NOPERM/);
    expect(await send('PING')).toMatch(/^-NOAUTH/);
  });

  it('keeps the users in a file for itself alone, without a password in clear', () => {
    expect(statSync(users).mode & 0o777).toBe(0o600);
    expect(readFileSync(users, 'utf8')).not.toContain('watertight-development');
  });
});
