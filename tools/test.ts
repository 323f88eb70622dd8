import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './config.ts';
import { endLeftBehind } from './npm-test/left-behind.ts';
import { readyPrograms } from './npm-test/ready-programs.ts';
import { closingLine, type Counts } from './plain-reporter.ts';

/** Every process of this run carries it; a run inside a run carries both. */
const MARK = `WATERTIGHT_TESTS_${process.pid}`;
/** What the lab ends with if the machine was too slow for the load of an experiment. */
const LAB_INCONCLUSIVE = 3;
const say = (line: string) => console.log(line);

/**
 * `npm test [path…] [jest's options]`: the tests through one jest, two files at a time; nothing it started is left.
 *
 * Without arguments the bench experiments of the lab follow, by themselves, because they measure times.
 *
 * Ends with the plain line, `N passed, N failed`; the exit code is 0 when nothing failed.
 */
async function test(args: string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-tests-'));
  const countsFile = join(folder, 'counts.json');
  const { chromium } = await readyPrograms(process.env, say);
  const code = await jest(args, {
    ...process.env,
    [MARK]: '1',
    WATERTIGHT_TEST_COUNTS: countsFile,
    ...(chromium && { CHROMIUM_BIN: chromium }),
  });
  const counts = readCounts(countsFile);
  if (code !== 0 && counts.failed === 0) counts.failed = 1; // jest itself could not go on, and has said why
  if (args.length === 0) await runLab(counts);
  for (const { pid, command } of await endLeftBehind(`${MARK}=1`)) {
    say(`A test left process ${pid} behind (${command}); it has been killed.`);
    counts.failed++;
  }
  rmSync(folder, { recursive: true });
  say(`\n${closingLine(counts)}`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
}

function jest(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const runner = join(root, 'node_modules/jest/bin/jest.js');
  const flags = ['--experimental-vm-modules', '--no-warnings'];
  const child = spawn(process.execPath, [...flags, runner, '--maxWorkers=2', ...args], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  // Ctrl-C reaches jest too; we stay to see that nothing is left.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => resolve(code ?? 1));
  });
}

/** A claim of the lab that holds without its pattern, or not with it, is a failure. */
async function runLab(counts: Counts): Promise<void> {
  const options = ['bench', '--quick', '--yes', '--together'];
  const child = spawn(process.execPath, ['lab/lab.ts', ...options], {
    cwd: root,
    env: { ...process.env, [MARK]: '1' },
    stdio: 'inherit',
  });
  const code = await new Promise(resolve => child.once('exit', resolve).once('error', () => resolve(1)));
  if (code === 0) counts.passed++;
  else if (code === LAB_INCONCLUSIVE) say('The lab says nothing about some patterns: the machine was too slow for it.');
  else counts.failed++;
}

/** Nothing, when jest did not come as far as to count. */
function readCounts(file: string): Counts {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Counts;
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

await test(process.argv.slice(2));
