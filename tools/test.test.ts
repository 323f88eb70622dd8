import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './config.ts';

describe('npm test', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'npm-test-'));
    const config = `import config from '${root}/jest.config.mjs';
      export default { ...config, rootDir: import.meta.dirname, testMatch: ['**/*.test.mjs'], reporters: ['${root}/tools/plain-reporter.ts'],
        globalSetup: undefined, globalTeardown: undefined, transform: {} };`;
    writeFileSync(join(folder, 'jest.config.mjs'), config);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Runs `npm test` on one test file with this text. */
  function run(text: string, config = 'jest.config.mjs') {
    writeFileSync(join(folder, 'a.test.mjs'), text);
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['tools/test.ts', `--config=${join(folder, config)}`],
      {
        cwd: root,
        encoding: 'utf8',
        env: { ...process.env, CHROMIUM_BIN: process.execPath },
        timeout: 60_000,
      },
    );
    return { lastLine: stdout.trimEnd().split('\n').at(-1), code: status, output: stdout + stderr };
  }

  it('ends with one plain line and 0', () => {
    expect(run(`it('a', () => {}); it.todo('b');`)).toMatchObject({
      lastLine: '1 passed, 0 failed, 1 skipped',
      code: 0,
    });
  });

  it('ends with 1 when a test fails', () => {
    expect(run(`it('a', () => { throw new Error('no'); });`)).toMatchObject({
      lastLine: '0 passed, 1 failed',
      code: 1,
    });
  });

  it('ends with 1 when jest cannot begin', () => {
    const { lastLine, code } = run('', 'nowhere.mjs');
    expect([lastLine, code]).toEqual(['0 passed, 1 failed', 1]);
  });

  it('kills what a test left behind, and counts it as a failure', () => {
    const { lastLine, code, output } = run(`
      import { spawn } from 'node:child_process';
      it('a', () => { spawn('sleep', ['63'], { detached: true, stdio: 'ignore' }).unref(); });`);
    expect([lastLine, code]).toEqual(['1 passed, 1 failed', 1]);
    expect(output).toMatch(/A test left process \d+ behind \(sleep 63\)/);
  });

  it('ends although a test left a timer running', () => {
    const { lastLine, code, output } = run(`it('a', () => { setInterval(() => {}, 1000); });`);
    expect([lastLine, code]).toEqual(['1 passed, 1 failed', 1]);
    expect(output).toContain('A test left something open that keeps jest from ending (');
  });
});
