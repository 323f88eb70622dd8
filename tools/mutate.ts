import { readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { dataHome, root } from './config.ts';
import { copyWorkspace } from './mutate/copy-workspace.ts';
import { fingerprint, keepScore, readScores, tableOf, total } from './mutate/scores.ts';
import { bringStryker, mutateFile } from './mutate/stryker.ts';
import { mutated, testsOf } from './mutate/tests-of.ts';

/** The score of all files together below which the run fails, in percent. */
const LEAST = 85;
const home = join(dataHome, 'mutate');
const sources = 'packages/resilience/src';

/**
 * `npm run mutate [file …]`: changes packages/resilience in small ways and counts which changes no test notices.
 *
 * File by file, and each file's score is kept until the file or its tests are changed, so that a run that was ended goes
 * on where it was: half an hour for all of them. With names (`retry.ts`) those are measured anew.
 *
 * @returns whether all files are measured and reach the least score together; with names, true
 */
async function mutate(names: string[]): Promise<boolean> {
  const files = names.length === 0 ? mutated.filter(file => !isMeasured(file)) : names.map(name => basename(name));
  const tests = files.map(file => testsOf(file));
  const stryker = await bringStryker(say);
  const copy = copyWorkspace(root);
  try {
    for (const [n, file] of files.entries()) {
      say(`${n + 1} of ${files.length}  ${file}`);
      await measure(stryker, copy, file, tests[n] ?? []);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  const scores = Object.fromEntries(Object.entries(readScores(home)).filter(([file]) => isMeasured(file)));
  say(`\n${tableOf(scores)}`);
  return names.length > 0 || total(scores).percent >= LEAST;
}

async function measure(stryker: string, copy: string, file: string, tests: string[]): Promise<void> {
  const startedAtMs = performance.now();
  const score = await mutateFile({ stryker, copy, file, tests });
  keepScore(home, file, { ...score, of: fingerprintOf(copy, file) });
  for (const line of score.survivors) say(`    survived  ${line}`);
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(0);
  say(
    `    ${score.detected} of ${score.valid} noticed (${score.hung} by hanging) by ${tests.join(', ')}, in ${seconds} s`,
  );
}

function isMeasured(file: string): boolean {
  return mutated.includes(file) && readScores(home)[file]?.of === fingerprintOf(root, file);
}

/** Of the file and its tests, in the workspace or the copy of it. */
function fingerprintOf(workspace: string, file: string): string {
  return fingerprint([file, ...testsOf(file)].map(name => readFileSync(join(workspace, sources, name), 'utf8')));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = (await mutate(process.argv.slice(2))) ? 0 : 1;
