import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until.ts';
import { watchOpening, type OpenThings } from './watch-opening.ts';

describe('watching what is opened', () => {
  let open: OpenThings;
  const nothingIsOpen = () => until(() => open.list().length === 0, { withinMs: 2_000 });
  beforeEach(() => void (open = watchOpening()));
  afterEach(() => open.stop());

  it('sees a server and both ends of its connection, and the line that opened them, until they are closed', async () => {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await new Promise(resolve => server.once('connection', resolve));
    expect(open.list()).toEqual([
      expect.stringMatching(/^a TCP server, opened at .*leak-check\.test\.ts:\d+/),
      expect.stringMatching(/^a TCP connection, opened at .*leak-check\.test\.ts:\d+/),
      expect.stringMatching(/^a TCP connection, opened /),
    ]);
    socket.destroy();
    server.close();
    await nothingIsOpen();
  });

  it('sees a child process and its pipes', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const seen = open.list().map(line => line.split(',')[0]);
    child.kill();
    expect(seen).toEqual(['a child process', 'a pipe']);
    await nothingIsOpen();
  });

  it('takes what was closed or let go for no leak', async () => {
    const { clearTimeout, setTimeout } = await import('node:timers');
    clearTimeout(setTimeout(() => {}, 60_000));
    setTimeout(() => {}, 60_000).unref();
    expect(open.list()).toEqual([]);
  });
});

describe('leakCheck', () => {
  const root = join(import.meta.dirname, '../../..');
  let project: string;
  beforeAll(() => void (project = mkdtempSync(join(tmpdir(), 'leak-check-'))));
  afterAll(() => rmSync(project, { recursive: true }));

  /** What jest says of a test file with this text. */
  function run(text: string): string {
    const check = `import { leakCheck } from '${import.meta.dirname}/leak-check.ts';`;
    writeFileSync(join(project, 'a.test.ts'), `${check}\n${text}\nleakCheck();\n`);
    writeFileSync(join(project, 'package.json'), '{"type":"module"}');
    const config = `import config from '${root}/jest.config.mjs';
      export default { ...config, rootDir: import.meta.dirname, testMatch: ['**/*.test.ts'], reporters: ['default'],
        globalSetup: undefined, globalTeardown: undefined,
        transform: { '^.+\\\\.ts$': ['${root}/node_modules/@swc/jest', config.transform['^.+\\\\.ts$'][1]] } };`;
    writeFileSync(join(project, 'jest.config.mjs'), config);
    const jest = join(root, 'node_modules/jest/bin/jest.js');
    const args = ['--experimental-vm-modules', '--no-warnings', jest, '--forceExit'];
    return spawnSync(process.execPath, args, {
      cwd: project,
      encoding: 'utf8',
      env: { ...process.env, FORCE_COLOR: '0' },
    }).stderr;
  }

  it('fails a file that leaves a timer behind, and names its line', () => {
    const said = run(`it('a', () => { setTimeout(() => {}, 60_000); });`);
    expect(said).toMatch(/still open after the tests of this file:\s+- a timer, opened at .*a\.test\.ts:2/);
    expect(said).toContain('1 failed');
  });

  it('passes a file that closes what it opens', () => {
    expect(run(`it('a', () => { clearTimeout(setTimeout(() => {}, 60_000)); });`)).toContain('1 passed, 1 total');
  });
});
