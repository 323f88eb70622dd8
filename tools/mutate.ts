import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dataHome, root } from './config.ts';
import { copyWorkspace } from './mutate/copy-workspace.ts';
import { fingerprint, keepScore, readScores, tableOf, total } from './mutate/scores.ts';
import { bringStryker, type Job, mutateFile, NotMeasuredError } from './mutate/stryker.ts';
import { mutated, pathOf, testsOf } from './mutate/tests-of.ts';

/** The score of all files together below which the run fails, in percent. */
const LEAST = 85;
const home = join(dataHome, 'mutate');
const resilience = 'packages/resilience';

// Ctrl-C reaches Stryker too; we stay to clear up behind it.
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

/**
 * `npm run mutate [file …]`: changes packages/resilience in small ways and counts which changes no test notices.
 *
 * File by file, and each file's score is kept until the file or its tests are changed, so that a run that was ended goes
 * on where it was: half an hour for all of them. With names (`retry.ts`) those are measured anew.
 *
 * @returns whether all these files could be measured, and, without names, whether all reach the least score together
 */
async function mutate(names: string[]): Promise<boolean> {
  const files = names.length === 0 ? mutated.filter(file => !isMeasured(file)) : names.map(pathOf);
  const jobs = files.map(file => ({ file, tests: testsOf(file) }));
  const stryker = await bringStryker(say);
  const copy = copyWorkspace(root);
  try {
    for (const [n, job] of jobs.entries()) {
      if (stop.signal.aborted) break;
      say(`${n + 1} of ${files.length}  ${job.file}`);
      await measure({ stryker, copy, signal: stop.signal, ...job });
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  const scores = Object.fromEntries(Object.entries(readScores(home)).filter(([file]) => isMeasured(file)));
  say(`\n${tableOf(scores)}`);
  const missing = mutated.filter(file => !isMeasured(file));
  if (missing.length > 0) say(`\nnot measured: ${missing.join(', ')}`);
  if (names.length > 0) return files.every(file => isMeasured(file));
  return missing.length === 0 && total(scores).percent >= LEAST;
}

/** A file that cannot be measured says why, and keeps no other from being measured. */
async function measure(job: Job): Promise<void> {
  const startedAtMs = performance.now();
  try {
    const score = await mutateFile(job);
    keepScore(home, job.file, { ...score, of: fingerprintOf(job.copy, job.file) });
    for (const line of score.survivors) say(`    survived  ${line}`);
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(0);
    say(`    ${score.detected} of ${score.valid} noticed (${score.hung} by hanging), in ${seconds} s`);
  } catch (error) {
    if (!(error instanceof NotMeasuredError)) throw error;
    if (!stop.signal.aborted) say(error.message);
  }
}

function isMeasured(file: string): boolean {
  return mutated.includes(file) && readScores(home)[file]?.of === fingerprintOf(root, file);
}

/** Of the file and its tests, in the workspace or the copy of it. */
function fingerprintOf(workspace: string, file: string): string {
  return fingerprint(
    [`src/${file}`, ...testsOf(file).map(test => `test/${test}`)].map(path =>
      readFileSync(join(workspace, resilience, path), 'utf8'),
    ),
  );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = (await mutate(process.argv.slice(2))) ? 0 : 1;
