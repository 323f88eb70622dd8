import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');

const linesOfCode = (lines: number) => `export const a = [\n${'  1,\n'.repeat(lines - 2)}];\n`;

describe('a ban of the linter', () => {
  let project: string;

  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), 'lint-bans-'));
    copyFileSync(join(root, '.oxlintrc.json'), join(project, '.oxlintrc.json'));
    const compilerOptions = { strict: true, target: 'es2024', module: 'nodenext', noEmit: true, types: [] };
    symlinkSync(join(root, 'node_modules'), join(project, 'node_modules')); // where oxlint looks for its type-aware half
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  });
  afterAll(() => rmSync(project, { recursive: true }));

  /** What the linter says of a file with this text at this place, on one line. */
  function lint(path: string, text: string): string {
    const file = join(project, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    const { stdout } = spawnSync(process.execPath, [oxlint, path], { cwd: project, encoding: 'utf8' });
    rmSync(file);
    return stdout.replace(/\s+│?\s*/g, ' ');
  }

  it.each([
    [
      'a global fetch in an app',
      'apps/a/src/a.ts',
      `export const a = () => fetch('x');`,
      'Use httpClient of service-kit',
    ],
    ['process.env in a feature', 'apps/a/src/a.ts', 'export const a = process.env;', 'Read it in config.ts'],
    ['a sleep in a test', 'apps/a/src/a.test.ts', 'setTimeout(() => {}, 9);', 'advance the clock, or `until(condition'],
    ['a focused test', 'lab/a.test.ts', `it.only('a', () => expect(1).toBe(1));`, 'focused'],
    ['a floating promise', 'tools/a.ts', 'Promise.resolve(1);', 'no-floating-promises'],
    [
      'a switch that forgets a state',
      'lab/a.ts',
      `export function a(state: 'open' | 'closed') { switch (state) { case 'open': return 1; } return 2; }`,
      'switch-exhaustiveness-check',
    ],
    ['an error swallowed without a word', 'lab/a.ts', 'try { a(); } catch {} export function a() {}', 'no-empty'],
    ['a file of 301 lines', 'lab/a.ts', linesOfCode(301), 'max-lines'],
  ])('catches %s and names the cure', (_what, path, text, cure) => {
    expect(lint(path, text)).toContain(cure);
  });

  it.each([
    ['process.env in config.ts', 'apps/a/src/config.ts', 'export const a = process.env;'],
    ['fetch in a script of the lab', 'lab/a.ts', `export const a = () => fetch('x');`],
    ['fetch in a test', 'apps/a/src/a.test.ts', `export const a = () => fetch('x');`],
    ['300 lines of code under 100 lines of comment', 'lab/a.ts', '// why\n'.repeat(100) + linesOfCode(300)],
    [
      'an error swallowed with its reason',
      'lab/a.ts',
      'try { a(); } catch { /* It may be gone. */ } export function a() {}',
    ],
  ])('leaves %s alone', (_what, path, text) => {
    expect(lint(path, text)).toContain('Found 0 warnings and 0 errors');
  });
});
